"""Which modules are mutated, how, and which tests see them."""

# What is mutated (a pattern in `engine`), and the tests, quickest first.
SUBJECTS: dict[str, tuple[list[str], list[str]]] = {
    "disclosure": (
        ["meetlat/counting/privacy/*.py"],
        [
            "tests/counting/test_possible_answers.py",
            "tests/counting/test_suppression.py",
            "tests/counting/test_privacy.py",
            "tests/scoring/test_metrics_over_persons.py",
        ],
    ),
    "scoring": (
        ["meetlat/scoring/significance/*.py", "meetlat/scoring/rounding.py"],
        [
            "tests/scoring/test_student_t.py",
            "tests/scoring/test_theme_members.py",
            "tests/scoring/test_significance.py",
            "tests/scoring/test_complement.py",
            "tests/scoring/test_intervals.py",
            "tests/scoring/test_precision.py",
            "tests/scoring/test_theme_precision.py",
            "tests/counting/test_weights.py",
        ],
    ),
    "splicing": (
        [
            "xlengines/xlsx/parts/splicing.py",
            "xlengines/xlsx/parts/cells.py",
            "xlengines/shared/refs.py",
        ],
        [
            "tests/xlengines/test_refs.py",
            "tests/xlengines/xlsx/test_splices.py",
            "tests/xlengines/xlsx/test_cell_values.py",
            "tests/xlengines/xlsx/test_references.py",
        ],
    ),
}

# Operators of cosmic-ray: for each place the change that is hardest to see.
_COMPARISONS = "Eq_NotEq NotEq_Eq Lt_LtE LtE_Lt Gt_GtE GtE_Gt Is_IsNot IsNot_Is"
_BINARY = "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Mul Mod_Mul Pow_Mul BitOr_BitAnd BitAnd_BitOr"
OPERATORS = [
    *(f"ReplaceComparisonOperator_{change}" for change in _COMPARISONS.split()),
    *(f"ReplaceBinaryOperator_{change}" for change in _BINARY.split()),
    *(f"ReplaceUnaryOperator_Delete_{operator}" for operator in ("Not", "Invert", "USub")),
    *(
        f"Replace{change}"
        for change in ("TrueWithFalse", "FalseWithTrue", "AndWithOr", "OrWithAnd")
    ),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
    *("AddNot", "ZeroIterationForLoop", "NumberReplacer"),
]
