@echo off
rem Remove Meetlat. Your surveys stay, and so do the permissions of plugins, the key and the log.
cd /d "%SystemRoot%"
"%~dp0python\python.exe" -P "%~dp0install.py" /remove %*
if errorlevel 1 exit /b 1
rmdir /s /q "%~dp0python"
del /q "%~dp0meetlat.cmd" "%~dp0install.cmd" "%~dp0install.py" "%~dp0sbom.cdx.json"
del /q "%~dp0SHA256SUMS" "%~dp0LICENCES.txt" "%~dp0READ-ME.txt"
rem Windows reads the next line as a whole, because it deletes this file too.
(goto) 2>nul & del /q "%~f0" & rmdir "%~dp0" 2>nul & cmd /c exit 0
