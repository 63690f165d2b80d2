"""The latent opinion of each respondent on each theme."""

from collections.abc import Mapping, Sequence
from math import sqrt
from random import Random

from meetlat_workbooks.content import Content, Row
from meetlat_workbooks.people import normal

Latent = dict[str, list[float]]


def draw_latent(content: Content, people: Sequence[Row], rng: Random) -> Latent:
    """A score for each theme and respondent; higher is more favourable.

    It is a sum of the respondent's general opinion, an opinion on the theme, and what colleagues of
    the same division, department or team have in common.
    """
    recipe = content.survey["synthetic"]
    shared = recipe["general"]
    own = sqrt(1 - shared**2)
    general = [normal(rng) for _ in people]
    latent: Latent = {}
    for theme in content.themes:
        local = _group_effects(people, recipe["effects"], rng)
        latent[theme["theme"]] = [
            shared * g + own * normal(rng) + effect
            for g, effect in zip(general, local, strict=True)
        ]
    return latent


def _group_effects(people: Sequence[Row], effects: Mapping[str, float], rng: Random) -> list[float]:
    """The sum of the effects of each respondent's groups."""
    total = [0.0] * len(people)
    for segment, size in effects.items():
        groups = dict.fromkeys(who[segment] for who in people)
        effect = {group: size * normal(rng) for group in groups}
        total = [t + effect[who[segment]] for t, who in zip(total, people, strict=True)]
    return total


def mixed(scores: Sequence[float], loading: float, noise: Sequence[float]) -> list[float]:
    """The scores for one question: the latent score with weight `loading`, and noise."""
    rest = sqrt(1 - loading**2)
    return [loading * score + rest * e for score, e in zip(scores, noise, strict=True)]
