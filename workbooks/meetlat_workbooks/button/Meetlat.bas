Attribute VB_Name = "Meetlat"
Option Explicit

' The button Recalculate, for Excel and for LibreOffice.
'
' It starts the Python of an installed Meetlat, with "-P -m meetlat.button" and the name of this
' workbook. Python then asks Excel (or LibreOffice) for the workbook and fills its report.
' The macro works only when the button is pressed. It makes no connection, and reads and changes
' no cell. What it starts depends on this computer, and on nothing in a workbook.

' Where to look on a PC. Only IT can change the first two.
Private Const POLICY As String = "HKLM\SOFTWARE\Policies\Meetlat\Python"
Private Const FOR_ALL_USERS As String = "%ProgramW6432%\Meetlat"
Private Const FOR_ONE_USER As String = "%LOCALAPPDATA%\Meetlat"
Private Const BUNDLED As String = "\python\pythonw.exe"
Private Const IN_VENV As String = "\venv\Scripts\pythonw.exe"
Private Const LIBREOFFICE_ON_PC As String = "\Meetlat\libreoffice\Scripts\pythonw.exe"

' And on macOS and Linux, in the home folder.
Private Const IN_HOME As String = "/.meetlat/bin/python"

Private Const PATIENCE As Long = 20

Private answered As Boolean

Public Sub Recalculate()
    Dim python As String
    On Error GoTo NotStarted
    If ThisWorkbook.Path = "" Then
        Tell "Save this workbook first: the answers are looked for beside it."
        Exit Sub
    End If
    python = Interpreter()
    If python = "" Then
        Tell "Meetlat was not found on this computer. Install it, or ask IT. The button looks in:" & _
            vbCrLf & vbCrLf & LookedIn()
    ElseIf InLibreOffice() Then
        StartInLibreOffice python
    Else
        StartInExcel python
    End If
    Exit Sub
NotStarted:
    Tell "Meetlat could not be started: " & Err.Description & vbCrLf & vbCrLf & python
End Sub

' Excel waits without a window, and answers Python meanwhile: the report fills before one's eyes.
Private Sub StartInExcel(ByVal python As String)
    Dim code As String
#If Mac Then
    If ThisWorkbook.Name Like "*[$`""\|]*" Then
        Tell "Give this workbook a name without $, quotes, \ and |, and try again."
        Exit Sub
    End If
    ' xlwings' script, as "meetlat button" puts it in place, and what it wants to know:
    ' search path | Python | what it does | workbook | application | log.
    code = AppleScriptTask("meetlat.applescript", "VbaHandler", _
        "|" & Quoted(python) & " -P|import meetlat.button; meetlat.button.press()|" & ThisWorkbook.Name & _
        "|" & Application.Path & "/" & Application.Name & "|$HOME/Library/Logs/meetlat-start.log")
#Else
    code = CreateObject("WScript.Shell").Run( _
        ExcelStart(python, ThisWorkbook.Name, Application.Path, Application.Hwnd), 0, True)
#End If
    If Val(code) <> 0 Then NotAnswered python, ""
End Sub

' LibreOffice must be free to talk with Python, so nobody waits for the end; only for an answer.
Private Sub StartInLibreOffice(ByVal python As String)
    Dim quarter As Long
    answered = False
    Shell LibreOfficeStart(python, ThisWorkbook.Path & "/" & ThisWorkbook.Name), 0
    For quarter = 1 To 4 * PATIENCE
        Application.Wait Now + TimeSerial(0, 0, 1) / 4
        If answered Then Exit Sub
    Next quarter
    NotAnswered python, "LibreOffice must listen for it, too. Close LibreOffice, and run once:" & vbCrLf & _
        "meetlat button --libreoffice " & Quoted(ThisWorkbook.Name)
End Sub

' Python calls this as soon as it has found the workbook in LibreOffice.
Public Function Answer() As Boolean
    answered = True
    Answer = True
End Function

Private Sub NotAnswered(ByVal python As String, ByVal hint As String)
    Tell "Meetlat did not answer. Is it installed with this Python?" & vbCrLf & python & vbCrLf & vbCrLf & _
        "If it is, its log says more: meetlat.log in %LOCALAPPDATA%\Meetlat, in ~/Library/Logs/Meetlat" & _
        " (macOS) or in ~/.local/state/meetlat (Linux)." & vbCrLf & vbCrLf & hint
End Sub

' What xlwings.Book.caller() reads to find this workbook again.
Public Function ExcelStart(ByVal python As String, ByVal book_name As String, _
        ByVal application_path As String, ByVal window As String) As String
    ExcelStart = Quoted(python) & " -P -m meetlat.button " & Quoted("--wb=" & book_name) & _
        " --from_xl=1 " & Quoted("--app=" & application_path) & " --hwnd=" & window
End Function

' And LibreOffice, where Python finds it through a pipe of this user.
Public Function LibreOfficeStart(ByVal python As String, ByVal document As String) As String
    LibreOfficeStart = Quoted(python) & " -P -m meetlat.button " & Quoted("--document=" & document)
End Function

Private Function Quoted(ByVal argument As String) As String
    Quoted = """" & Replace(argument, """", "") & """"
End Function

' The Python to start; "" if there is none.
Private Function Interpreter() As String
    If InLibreOffice() Then
        Interpreter = LibreOfficePython()
    Else
#If Mac Then
        Interpreter = "$HOME" & IN_HOME
#Else
        Interpreter = ExcelPython()
#End If
    End If
End Function

Private Function LibreOfficePython() As String
    If Environ("WINDIR") = "" Then
        LibreOfficePython = Environ("HOME") & IN_HOME
    Else
        LibreOfficePython = Environ("LOCALAPPDATA") & LIBREOFFICE_ON_PC
        If Not IsLocalPython(LibreOfficePython) Then LibreOfficePython = ""
    End If
End Function

' The first that exists. If IT names one in the registry, only that one may start.
Private Function ExcelPython() As String
    Dim script As Object, files As Object, place As Variant, python As String
    Set script = CreateObject("WScript.Shell")
    Set files = CreateObject("Scripting.FileSystemObject")
    For Each place In Places(NamedByIT(script))
        python = script.ExpandEnvironmentStrings(place)
        If IsLocalPython(python) And files.FileExists(python) Then
            ExcelPython = python
            Exit Function
        End If
    Next place
End Function

Private Function Places(ByVal policy_value As String) As Variant
    If policy_value <> "" Then
        Places = Array(policy_value)
    Else
        Places = Array(FOR_ALL_USERS & BUNDLED, FOR_ALL_USERS & IN_VENV, _
            FOR_ONE_USER & BUNDLED, FOR_ONE_USER & IN_VENV)
    End If
End Function

Private Function NamedByIT(ByVal script As Object) As String
    On Error Resume Next ' there may be no such value
    NamedByIT = Trim(script.RegRead(POLICY))
End Function

' Whether a path names a Python on a drive: no other program, and nothing on another computer.
Private Function IsLocalPython(ByVal path As String) As Boolean
    Dim name As String
    name = LCase(Mid(path, InStrRev(path, "\") + 1))
    IsLocalPython = LCase(path) Like "[a-z]:\*" And Not path Like "*[/""%]*" And _
        InStr(path, "\..") = 0 And (name = "pythonw.exe" Or name = "python.exe")
End Function

Private Function LookedIn() As String
    If InLibreOffice() Then
        LookedIn = "%LOCALAPPDATA%" & LIBREOFFICE_ON_PC
    Else
        LookedIn = Join(Places(NamedByIT(CreateObject("WScript.Shell"))), vbCrLf)
    End If
End Function

' LibreOffice takes itself for Excel 2003, which could not read this file.
Private Function InLibreOffice() As Boolean
    InLibreOffice = Val(Application.Version) < 12
End Function

Private Sub Tell(ByVal message As String)
    MsgBox message, vbExclamation, "Meetlat"
End Sub
