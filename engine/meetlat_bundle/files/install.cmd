@echo off
rem Install Meetlat for this user, without administrator rights:  install.cmd
rem For all users of this computer, as an administrator:          install.cmd /allusers
rem Without questions, for unattended installation:               install.cmd /quiet
"%~dp0python\python.exe" -P "%~dp0install.py" %*
if errorlevel 1 goto failed
if /i not "%~1"=="/quiet" if /i not "%~2"=="/quiet" pause
exit /b 0
:failed
if /i not "%~1"=="/quiet" if /i not "%~2"=="/quiet" pause
exit /b 1
