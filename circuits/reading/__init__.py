"""What an association pastes or sends, read as the lines of a circuit. Plain Python: no clock, no network, no ORM.

The ways in, from the widest to the narrowest:

- `anything.read_any(source, context, corrections=…) -> Reading`: a pasted text or a `Sheet`; a table when it is
  one (`shape` `table`), villages × dates (`cross`), a programme in prose otherwise (`prose`);
- `tables.read_text(text) -> Sheet`, `tables.read_file(content, name, sheet=…) -> Sheet`: raise
  `UnreadableFile(code, French sentence)`, status 422;
- `columns.guess(sheet, context, corrections={index: Field}) -> Columns`: each with its field, confidence
  (`corrected`, `sure`, `likely`, `none`) and why; `rows.read_sheet(sheet, columns, context) -> Reading`;
- `prose.read(text, context) -> Reading`; `cross.read_cross(sheet, context) -> Reading | None`;
- for one cell typed again in a grid: `dates.read_day`, `times.read_time`, `times.read_moment`, `amounts.read_price`,
  `amounts.read_seats`, `amounts.read_version`, `amounts.read_duration`, `films.read_film`, `places.read_place`.

`Context(today, months, known, halls, answers)`: `today` decides the year of a day without one, within `months`;
`known(folded name)` says whether a name is a commune (short names too, if the caller knows them: `limogne`);
`halls` are the folded names of the address book; `answers` are those given to questions, by `Question.key`.

A `Reading` holds `lines`, `questions`, `understood` (sentences), `ignored` (what was not used, and why), `notes`
(about the whole) and `text`, into which every `Span` points: what was pasted when it is prose, otherwise the cells
joined by tabs, one row per line. A `Line` is one screening: `number` is the line of the text or the row of the
workbook, `part` counts the screenings of one row. Each of its fields is a `Read`: a value (typed, or carried from
another line and then noted), or a problem (code, French sentence, remedy), or nothing (`Origin.ABSENT`). Prices are
cents; a blank price or number of seats is `None`, "as usual"; seats may be `"unlimited"`; days and hours are naive.

Nothing is guessed: a value comes from the text, from a line above, or is `None`. What may be read in two ways is a
question (`role:<name>`, `swap:<day>`, `missing:<field>`, `midnight`, `period:<words>`, `column:<index>`); the answers
to `role:` (`film`, `commune`, `hall`, `ignore`) and `swap:` (`french`, `swapped`) are given back in
`Context.answers`, those to `column:` as corrections; the others are mended in the grid.

Inside, from bottom to top: `values`, `texts`, `refusals` · `sheets`, `encodings`, `archives`, `delimited`,
`workbooks`, `tables` · `calendar_words`, `dates`, `times`, `amounts`, `films`, `places` · `lexemes`, `daylists`,
`ranges`, `recurrences`, `schedules` · `headers`, `columns`, `cells`, `kinds`, `sections`, `carry`, `rows` ·
`prose_words`, `tokens`, `shows`, `roles`, `writing`, `prose`, `cross` · `sentences`, `doubts`, `duplicates` ·
`anything`.
"""
