Attribute VB_Name = "Meetlat"
Option Explicit

' The button Recalculate, for Excel and for LibreOffice.
'
' It starts the Python that the sheet meetlat.conf names, with "-P -m meetlat.button" and the name
' of this workbook. Python then asks Excel (or LibreOffice) for the workbook and fills its report.
' The macro works only when the button is pressed. It makes no connection, reads no file, changes
' no cell, and nothing but that one cell says what is started.

Private Const SETTINGS_SHEET As String = "meetlat.conf"
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
        Tell "This workbook does not know yet which Python to use. Close it, and run once:" & vbCrLf & _
            "meetlat button """ & ThisWorkbook.Name & """"
        Exit Sub
    End If
    If InLibreOffice() Then
        StartInLibreOffice python
    Else
        StartInExcel python
    End If
    Exit Sub
NotStarted:
    Tell "Meetlat could not be started: " & Err.Description & vbCrLf & vbCrLf & _
        "The sheet " & SETTINGS_SHEET & " says which Python to use: " & python
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
        "|" & Quoted(python) & "|import meetlat.button; meetlat.button.press()|" & ThisWorkbook.Name & _
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

Private Function Interpreter() As String
    If InLibreOffice() Then
        Interpreter = Setting("python_libreoffice")
    Else
#If Mac Then
        Interpreter = Setting("python_mac")
#Else
        Interpreter = Setting("python_windows")
#End If
    End If
    If InLibreOffice() And Left(Interpreter, 2) = "~/" Then Interpreter = Environ("HOME") & Mid(Interpreter, 2)
End Function

Private Function Setting(ByVal wanted As String) As String
    Dim row As Long
    For row = 1 To 30
        With ThisWorkbook.Worksheets(SETTINGS_SHEET)
            If .Cells(row, 1).Value = wanted Then Setting = Trim(.Cells(row, 2).Value)
        End With
    Next row
End Function

' LibreOffice takes itself for Excel 2003, which could not read this file.
Private Function InLibreOffice() As Boolean
    InLibreOffice = Val(Application.Version) < 12
End Function

Private Sub Tell(ByVal message As String)
    MsgBox message, vbExclamation, "Meetlat"
End Sub
