// The files of a diagnosis: the features as a table, all of it as JSON, and a report.
import type { Diagnosis, DiagnosisChoices } from '#runner/study/diagnose/diagnose.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { jsonPieces } from '../run-folder/large-file.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { type StudyPaths, writeStudyFiles } from '../study/study-files.ts';
import { renderDiagnosis } from './diagnose-report.ts';

/** Writes the files. Real time is left out, so the same runs give the same bytes. */
export function writeDiagnosis(
  folder: string,
  choices: DiagnosisChoices,
  found: Diagnosis,
  { program, argv }: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): StudyPaths {
  const { hypotheses, ...others } = found;
  const head = { schemaVersion: 1, program, choices, ...others };
  return writeStudyFiles(folder, {
    csv: ['features.csv', featuresCsv(found)],
    json: ['diagnose.json', jsonPieces(head, { hypotheses })],
    report: renderDiagnosis(choices, found, { program, argv }),
  });
}

function* featuresCsv({ hypotheses }: Diagnosis): Generator<string> {
  yield csvLine(['hypothesis', 'feature', 'recorded', 'low', 'median', 'high']);
  for (const { hypothesis, features } of hypotheses)
    for (const { name, recorded, low, median, high } of features)
      yield csvLine([hypothesis, name, recorded, low, median, high]);
}
