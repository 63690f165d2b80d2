"""The sound survey in which faults are planted: it has no problems and uses every table.

The answers were drawn once, with a tendency for each respondent and each theme, so that the items
of a theme correlate as in real surveys.
"""

SURVEY = """
| setting         | value          |
|-----------------|----------------|
| title           | How are things |
| organisation    | The Harbour    |
| language        | en             |
| fieldwork_start | 2026-09-01     |
| fieldwork_end   | 2026-09-21     |
| invited         | 60             |
| responses       | Responses      |
| smallest_group  | 5              |
| group           |                |
"""

THEMES = """
| theme      | name       | description                   | note | rule |
|------------|------------|-------------------------------|------|------|
| work       | Work       | What the work asks and gives  |      |      |
| team       | Team       | How colleagues work together  |      |      |
| leadership | Leadership | How one is led                |      |      |
"""

QUESTIONS = """
| question  | column    | text                              | theme      | metric       | scale     | reverse | weight |
|-----------|-----------|-----------------------------------|------------|--------------|-----------|---------|--------|
| work_1    | work_1    | My work is varied                 | work       | likert       | agreement | no      | 1      |
| work_2    | work_2    | My work matters                   | work       | likert       | agreement | no      | 1      |
| work_3    | pressure  | My work is too much for me        | work       | likert       | agreement | yes     | 1      |
| team_1    | team_1    | We help each other                | team       | likert       | agreement | no      | 2      |
| team_2    | team_2    | We learn from mistakes            | team       | likert       | agreement | no      | 1      |
| team_3    | team_3    | We know who does what             | team       | likert       | agreement | no      | 1      |
| lead_1    | lead_1    | My manager listens                | leadership | likert       | agreement | no      | 1      |
| lead_2    | lead_2    | My manager tells me how I do      | leadership | likert       | agreement | no      | 1      |
| recommend | recommend | Would you recommend us to friends |            | enps         | recommend | no      |        |
| contract  | contract  | What is your contract             |            | distribution | contract  | no      |        |
| reasons   | reasons   | What keeps you here               |            | distribution | reasons   | no      |        |
| channels  | channel_* | How do we reach you               |            | distribution | channels  | no      |        |
"""  # noqa: E501

SCALES = """
| scale     | answer            | label             | score |
|-----------|-------------------|-------------------|-------|
| agreement | strongly agree    | Strongly agree    | 10    |
| agreement | agree             | Agree             | 7.5   |
| agreement | neutral           | Neutral           | 5     |
| agreement | disagree          | Disagree          | 2.5   |
| agreement | strongly disagree | Strongly disagree | 0     |
| agreement | don't know        | Don't know        |       |
| recommend | 0                 | 0                 | 0     |
| recommend | 1                 | 1                 | 1     |
| recommend | 2                 | 2                 | 2     |
| recommend | 3                 | 3                 | 3     |
| recommend | 4                 | 4                 | 4     |
| recommend | 5                 | 5                 | 5     |
| recommend | 6                 | 6                 | 6     |
| recommend | 7                 | 7                 | 7     |
| recommend | 8                 | 8                 | 8     |
| recommend | 9                 | 9                 | 9     |
| recommend | 10                | 10                | 10    |
| contract  | permanent         | Permanent         |       |
| contract  | temporary         | Temporary         |       |
| reasons   | pay               | Pay               |       |
| reasons   | travel            | Travelling time   |       |
| reasons   | content           | The work itself   |       |
| reasons   | colleagues        | Colleagues        |       |
| channels  | mail              | E-mail            |       |
| channels  | phone             | Telephone         |       |
| channels  | chat              | Chat              |       |
"""

COMPARISONS = """
| comparison | subject    | answer    | value | n  | sd |
|------------|------------|-----------|-------|----|----|
| Previous   | work_1     |           | 6.4   | 38 |    |
| Previous   | work_2     |           | 6.0   | 38 |    |
| Previous   | work_3     |           | 5.3   | 38 |    |
| Previous   | work       |           | 5.9   | 38 |    |
| Previous   | leadership |           | 6.1   | 38 |    |
| Previous   | recommend  |           | 12    | 38 |    |
| Previous   | response   |           | 0.63  |    |    |
| Previous   | contract   | permanent | 0.8   | 38 |    |
| Previous   | contract   | temporary | 0.2   | 38 |    |
| Benchmark  | team       |           | 6.7   |    |    |
| Benchmark  | leadership |           | 6.3   |    |    |
"""

SEGMENTS = """
| segment  | column   | name     | parent   |
|----------|----------|----------|----------|
| division | division | Division |          |
| unit     | unit     | Unit     | division |
| age      | age      | Age      |          |
"""

POPULATION = """
| segment  | group       | invited |
|----------|-------------|---------|
| division | North       | 28      |
| division | South       | 32      |
| unit     | Harbour     | 14      |
| unit     | Mill        | 14      |
| unit     | Market      | 16      |
| unit     | Garden      | 16      |
| age      | under 35    | 20      |
| age      | 35 to 54    | 22      |
| age      | 55 and over | 18      |
"""

METRICS = """
| metric       | on  | questions | parameters |
|--------------|-----|-----------|------------|
| likert       | yes |           |            |
| themes       | yes |           |            |
| enps         | yes |           |            |
| distribution | yes |           |            |
"""

RESPONSES = """
| division | unit    | age         | work_1         | work_2            | pressure          | team_1            | team_2            | team_3         | lead_1            | lead_2            | recommend | contract  | reasons                          | channel_mail | channel_phone | channel_chat |
|----------|---------|-------------|----------------|-------------------|-------------------|-------------------|-------------------|----------------|-------------------|-------------------|-----------|-----------|----------------------------------|--------------|---------------|--------------|
| North    | Harbour | under 35    | neutral        | neutral           | neutral           | strongly agree    | neutral           | neutral        | disagree          | disagree          | 4         | permanent | colleagues                       | yes          | yes           | no           |
| South    | Mill    | 55 and over | neutral        | neutral           | strongly disagree | neutral           | agree             | neutral        | agree             | agree             | 8         | permanent | travel                           | no           | yes           | no           |
| North    | Market  | 35 to 54    | neutral        | agree             | disagree          | agree             | neutral           | agree          | neutral           | neutral           | 8         | temporary | travel; content                  | yes          | no            | yes          |
| South    | Garden  | 35 to 54    | agree          | agree             | disagree          | agree             | strongly agree    | neutral        | neutral           | strongly agree    | 7         | temporary | pay; content; colleagues         | no           | yes           | no           |
| North    | Harbour | under 35    | strongly agree | agree             | don't know        | agree             | strongly agree    | strongly agree | disagree          | disagree          | 10        | permanent | pay; content; colleagues         | yes          | yes           | yes          |
| South    | Mill    | 55 and over | neutral        | neutral           | strongly disagree | agree             | neutral           | agree          | agree             | strongly agree    | 5         | permanent | pay; colleagues                  | no           | no            | no           |
| North    | Market  | 55 and over | neutral        | disagree          | neutral           | agree             | agree             | neutral        | agree             | neutral           | 7         | permanent | content                          | yes          | yes           | yes          |
| South    | Garden  | 35 to 54    | agree          | strongly agree    | disagree          | strongly agree    | strongly agree    | agree          | agree             | neutral           | 7         | permanent | pay; travel                      | no           | yes           | no           |
| North    | Harbour | under 35    | neutral        | strongly disagree | agree             | strongly agree    | agree             | strongly agree | disagree          | disagree          | 6         | temporary | travel                           | yes          | no            | yes          |
| South    | Mill    | under 35    | disagree       | disagree          | neutral           | disagree          | disagree          | neutral        | disagree          | disagree          | 7         | permanent | travel                           | yes          | no            | yes          |
| North    | Market  | 55 and over | agree          | agree             | disagree          | neutral           | disagree          | disagree       | neutral           | strongly agree    | 7         | permanent | pay                              | yes          | yes           | yes          |
| South    | Garden  | 35 to 54    | neutral        | neutral           | neutral           | neutral           | agree             | strongly agree | agree             | agree             | 9         | permanent | travel                           | yes          | yes           | yes          |
| North    | Harbour | 35 to 54    | neutral        | neutral           | neutral           | agree             | agree             | neutral        | disagree          | neutral           | 7         | permanent | pay                              | no           | no            | yes          |
| South    | Mill    | under 35    | neutral        | neutral           | neutral           | neutral           | agree             | disagree       | neutral           | neutral           | 6         | permanent | content                          | no           | yes           | yes          |
| North    | Market  | 55 and over | disagree       | neutral           | agree             | neutral           | neutral           | disagree       | strongly disagree | disagree          | 5         | permanent | content                          | no           | yes           | no           |
| South    | Garden  | 55 and over | agree          | neutral           | disagree          | neutral           | neutral           | agree          | neutral           | agree             | 6         | permanent | travel; content                  | no           | no            | no           |
| North    | Harbour | 35 to 54    | neutral        | disagree          | agree             | neutral           | neutral           | agree          | disagree          | strongly disagree | 6         | temporary | travel                           | yes          | yes           | yes          |
| South    | Mill    | under 35    | agree          | disagree          | neutral           | agree             | agree             | agree          | don't know        | agree             | 7         | permanent | pay; colleagues                  | yes          | yes           | yes          |
| North    | Market  | under 35    | neutral        | neutral           | neutral           | neutral           | agree             | neutral        | agree             | agree             | 7         | permanent | travel; colleagues               | yes          | yes           | yes          |
| South    | Garden  | 55 and over | agree          | strongly agree    | disagree          | neutral           | neutral           | agree          | strongly agree    | strongly agree    | 7         | temporary | pay                              | yes          | yes           | no           |
| North    | Harbour | 35 to 54    | neutral        | disagree          | neutral           | agree             | agree             | agree          | neutral           | neutral           | 6         | permanent | pay                              | yes          | yes           | no           |
| South    | Mill    | 35 to 54    | neutral        | neutral           | agree             | neutral           | neutral           | neutral        | neutral           | disagree          | 7         | temporary | content; colleagues              | no           | yes           | no           |
| North    | Market  | under 35    |                | agree             | disagree          | strongly agree    | neutral           | agree          | agree             | neutral           | 8         | permanent | pay                              | no           | no            | yes          |
| South    | Garden  | 55 and over | neutral        | neutral           | agree             | strongly disagree | disagree          | neutral        | agree             | neutral           | 4         | permanent | content                          | yes          | yes           | yes          |
| North    | Harbour | 55 and over | disagree       | neutral           | agree             | disagree          | disagree          | disagree       | agree             | disagree          | 8         | permanent | content                          | no           | yes           | yes          |
| South    | Mill    | 35 to 54    | strongly agree | strongly agree    | disagree          | neutral           | agree             | neutral        | agree             | agree             | 7         | temporary | pay; colleagues                  | no           | yes           | yes          |
| North    | Market  | under 35    | agree          | agree             | neutral           | agree             | disagree          | agree          | neutral           | disagree          | 6         | permanent | pay; travel; content; colleagues | no           | yes           | no           |
| South    | Garden  | under 35    | agree          | agree             | disagree          | neutral           | neutral           | agree          | strongly disagree | disagree          | 7         | permanent | content                          | yes          | no            | yes          |
| North    | Harbour | 55 and over | neutral        | disagree          | agree             | disagree          | neutral           | neutral        | disagree          | disagree          | 9         | permanent | pay; travel                      | no           | yes           | yes          |
| South    | Mill    | 35 to 54    | strongly agree | strongly agree    | strongly disagree | agree             | agree             | agree          | strongly agree    | agree             | 9         | permanent | pay; content                     | yes          | yes           | no           |
| North    | Market  | 35 to 54    | neutral        | agree             | neutral           | agree             | agree             | strongly agree | neutral           | neutral           |           | permanent | pay; content                     | no           | yes           | yes          |
| South    | Garden  | under 35    | neutral        | neutral           | agree             | agree             | neutral           | neutral        | neutral           | neutral           | 6         | temporary | pay; travel; colleagues          | yes          | no            | no           |
| North    | Harbour | 55 and over | neutral        | neutral           | disagree          | strongly agree    | strongly agree    | strongly agree | neutral           | agree             | 9         | permanent | pay; colleagues                  | yes          | yes           | yes          |
| South    | Mill    | 55 and over | neutral        | neutral           | disagree          | agree             | agree             | neutral        | agree             | agree             | 5         | permanent | content                          | no           | no            | yes          |
| North    | Market  | 35 to 54    | strongly agree | strongly agree    | disagree          | agree             | neutral           | agree          | neutral           | agree             | 8         | permanent | travel; content                  | no           | yes           | yes          |
| South    | Garden  | under 35    | neutral        | agree             | disagree          | disagree          | strongly disagree | neutral        | agree             | agree             | 5         | permanent | content; colleagues              | yes          | no            | no           |
| North    | Harbour | under 35    | strongly agree | agree             | disagree          | agree             | agree             | agree          | agree             | neutral           | 9         | permanent | travel; content; colleagues      | yes          | yes           | no           |
| South    | Mill    | 55 and over | strongly agree | agree             | disagree          | neutral           | neutral           | strongly agree | agree             | agree             | 10        | temporary | pay                              | yes          | yes           | no           |
| North    | Market  | 35 to 54    | neutral        | agree             | strongly disagree | agree             | agree             | agree          | strongly agree    | strongly agree    | 7         | permanent | pay; travel; content             | yes          | no            | no           |
| South    | Garden  | 35 to 54    | neutral        | neutral           | neutral           | neutral           | disagree          | neutral        | neutral           | neutral           | 5         | permanent | content                          | yes          | no            | yes          |
"""  # noqa: E501

# Each table starts in A1 of a sheet of the same name, in this order.
TABLES = {
    "Survey": SURVEY,
    "Themes": THEMES,
    "Questions": QUESTIONS,
    "Scales": SCALES,
    "Comparisons": COMPARISONS,
    "Segments": SEGMENTS,
    "Population": POPULATION,
    "Metrics": METRICS,
    "Responses": RESPONSES,
}
