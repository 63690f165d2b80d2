"""xlwings' base classes for engines. What an engine leaves out of them raises NotImplementedError.

They are kept from type checkers: their properties carry no types and cannot be overridden by
plain attributes, which is what most of them are here.
"""

from typing import Any

from xlwings import base_classes

base: Any = base_classes
