"""Install or remove Meetlat on Windows; install.cmd and uninstall.cmd start this.

It needs only the bundle. Files go to one folder. In the registry it writes the entry under
Settings, Apps, and the folder in the search path, both under HKEY_CURRENT_USER unless Meetlat is
installed for all users. In the Start menu it puts a shortcut to the window of Meetlat.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "@VERSION@"
SUMS = "SHA256SUMS"

APPS = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Meetlat"
PATH_OF_USER = "Environment"
PATH_OF_ALL = r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"


class NotInstalledError(Exception):
    """Nothing was changed. The message says why."""


def main(arguments: list[str]) -> int:
    """Install, or with /remove undo what the registry has."""
    switches = {argument.lower() for argument in arguments}
    if unknown := switches - {"/quiet", "/allusers", "/remove"}:
        print(f"Unknown: {' '.join(sorted(unknown))}. Known: /quiet /allusers")
        return 2
    try:
        if "/remove" in switches:
            remove(HERE)
        else:
            install(HERE, folder_for("/allusers" in switches), "/allusers" in switches)
    except (NotInstalledError, OSError) as fault:
        print(f"Meetlat was not {'removed' if '/remove' in switches else 'installed'}: {fault}")
        return 1
    return 0


def folder_for(all_users: bool) -> Path:
    """The folder that Meetlat is installed in."""
    name = "ProgramFiles" if all_users else "LOCALAPPDATA"
    folder = os.environ.get(name, "")
    if not folder:
        raise NotInstalledError(f"the variable {name} is not set")
    return Path(folder) / "Meetlat"


def install(source: Path, target: Path, all_users: bool) -> None:
    """Check the files, copy them beside an earlier version, and put them in its place."""
    files = checked_files(source)
    fresh = target / "new"
    shutil.rmtree(fresh, ignore_errors=True)
    copy_files(source, fresh, files)
    replace_version(fresh, target)
    register(target, all_users)
    done = subprocess.run(
        [target / "python" / "python.exe", "-P", "-m", "meetlat", "--version"],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NotInstalledError(f"it does not start: {done.stderr or done.returncode}")
    print(f"Installed {done.stdout.strip()} in {target}")
    try:
        add_shortcut(target, all_users)
    except Exception as fault:  # Meetlat works without it
        print(f"There is no shortcut in the Start menu: {fault}")


def checked_files(source: Path) -> list[str]:
    """The paths of all files of the bundle, each of which must be as it was made."""
    lines = (source / SUMS).read_text(encoding="utf-8").splitlines()
    expected = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    wrong = []
    for path, digest in expected.items():
        file = source / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(path)
    if wrong:
        raise NotInstalledError(
            f"{len(wrong)} files are missing or changed, such as {wrong[0]}."
            " Unpack the zip file again, completely."
        )
    return [*expected, SUMS]


def copy_files(source: Path, target: Path, files: list[str]) -> None:
    """Copy contents only: the mark that a file came from the internet stays behind."""
    for path in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes((source / path).read_bytes())


def replace_version(fresh: Path, target: Path) -> None:
    """Put the new files in the place of the old; if Meetlat is running, change nothing."""
    old = target / "old"
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    moved = []
    try:
        for new in sorted(fresh.iterdir()):
            present = target / new.name
            if present.exists():
                present.rename(old / new.name)
                moved.append(new.name)
        for new in sorted(fresh.iterdir()):
            new.rename(target / new.name)
    except OSError as fault:
        for name in moved:
            if not (target / name).exists():
                (old / name).rename(target / name)
        raise NotInstalledError(
            f"another program uses its files ({fault}). Close Excel and Meetlat, and try again."
        ) from fault
    fresh.rmdir()
    shutil.rmtree(old, ignore_errors=True)


# The Start menu


def add_shortcut(target: Path, all_users: bool) -> None:
    """Put Meetlat in the Start menu: it opens the window, without a console."""
    if sys.platform != "win32":
        return
    shell = import_module("win32com.client").Dispatch("WScript.Shell")  # pywin32 is in the bundle
    shortcut = shell.CreateShortcut(str(shortcut_file(all_users)))
    shortcut.TargetPath = str(target / "python" / "pythonw.exe")
    shortcut.Arguments = "-P -m meetlat window"
    shortcut.WorkingDirectory = "%USERPROFILE%"
    shortcut.Description = "Meetlat"
    shortcut.Save()


def shortcut_file(all_users: bool) -> Path:
    """The file of the shortcut, in the Start menu of this user or of all users."""
    if sys.platform != "win32":
        raise OSError("only Windows has a Start menu")
    import ctypes

    programs, of_all, longest = 0x02, 0x17, 260
    place = ctypes.create_unicode_buffer(longest)
    kind = of_all if all_users else programs
    if ctypes.windll.shell32.SHGetFolderPathW(None, kind, None, 0, place):
        raise OSError("Windows does not say where the Start menu is")
    return Path(place.value) / "Meetlat.lnk"


# The registry


def register(target: Path, all_users: bool) -> None:
    """List Meetlat under Settings, Apps, and put its folder in the search path."""
    if sys.platform != "win32":
        return
    import winreg

    root = winreg.HKEY_LOCAL_MACHINE if all_users else winreg.HKEY_CURRENT_USER
    values = {
        "DisplayName": "Meetlat",
        "DisplayVersion": VERSION,
        "InstallLocation": str(target),
        "UninstallString": f'"{target / "uninstall.cmd"}"',
        "QuietUninstallString": f'"{target / "uninstall.cmd"}" /quiet',
    }
    with winreg.CreateKey(root, APPS) as key:
        for name, value in values.items():
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
        winreg.SetValueEx(key, "NoModify", 0, winreg.REG_DWORD, 1)
        winreg.SetValueEx(key, "NoRepair", 0, winreg.REG_DWORD, 1)
    change_path(all_users, lambda folders: [*without(folders, target), str(target)])


def remove(target: Path) -> None:
    """Undo `register`; uninstall.cmd deletes the files afterwards."""
    if sys.platform != "win32":
        return
    import winreg

    all_users = target != folder_for(all_users=False)
    root = winreg.HKEY_LOCAL_MACHINE if all_users else winreg.HKEY_CURRENT_USER
    change_path(all_users, lambda folders: without(folders, target))
    with suppress(FileNotFoundError):
        winreg.DeleteKey(root, APPS)
    with suppress(Exception):  # it may be deleted already
        shortcut_file(all_users).unlink()


def without(folders: list[str], target: Path) -> list[str]:
    """The folders of a search path without this one."""
    return [folder for folder in folders if folder.rstrip("\\").lower() != str(target).lower()]


def change_path(all_users: bool, change) -> None:
    """Change the search path of new programs, and tell running ones."""
    if sys.platform != "win32":
        return
    import ctypes
    import winreg

    root = winreg.HKEY_LOCAL_MACHINE if all_users else winreg.HKEY_CURRENT_USER
    place = PATH_OF_ALL if all_users else PATH_OF_USER
    with winreg.CreateKeyEx(root, place, 0, winreg.KEY_READ | winreg.KEY_WRITE) as key:
        try:
            path, kind = winreg.QueryValueEx(key, "Path")
        except FileNotFoundError:
            path, kind = "", winreg.REG_EXPAND_SZ
        folders = [folder for folder in path.split(";") if folder]
        winreg.SetValueEx(key, "Path", 0, kind, ";".join(change(folders)))
    broadcast, setting_change, if_hung = 0xFFFF, 0x1A, 2
    ctypes.windll.user32.SendMessageTimeoutW(
        broadcast, setting_change, 0, "Environment", if_hung, 1000, None
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
