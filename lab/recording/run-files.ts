// Which of the files that a reader chose or dropped are those of a run.

/** A chosen file, by its path below what was chosen. */
export interface ChosenFile {
  readonly path: string;
  readonly file: Pick<File, 'size' | 'text'>;
}

/** The files of one run; undefined: it is not among them. */
export interface FilesOfRun {
  readonly result: ChosenFile;
  readonly manifest: ChosenFile | undefined;
  readonly series: ChosenFile | undefined;
}

/** What was chosen is no run. The message says why. */
export class ChosenFilesError extends Error {
  override readonly name = 'ChosenFilesError';
}

/** A run of ten thousand samples and twenty policies has less than a quarter of it. */
export const fileBytesMax = 64 * 1024 * 1024;

/** Finds the run among files. @throws {ChosenFilesError} */
export function filesOfRun(chosen: readonly ChosenFile[]): FilesOfRun {
  const result = resultAmong(chosen);
  const folder = folderOf(result);
  const beside = chosen.filter((one) => folderOf(one) === folder);
  const tables = beside.filter(({ path }) => path.endsWith('.csv'));
  const series = named(beside, 'series.csv') ?? (isOwnName(result) ? undefined : tables[0]);
  const files = { result, manifest: named(beside, 'manifest.json'), series };
  for (const one of Object.values(files)) if (one !== undefined) refuseLarge(one);
  return files;
}

function resultAmong(chosen: readonly ChosenFile[]): ChosenFile {
  const results = chosen.filter(({ path }) => nameOf(path) === 'result.json');
  const least = Math.min(...results.map(depthOf));
  const highest = results.filter((one) => depthOf(one) === least);
  if (highest.length > 1)
    throw new ChosenFilesError(
      `There are ${highest.length} runs in it. Take the folder of one of them.`,
    );
  const [result] = highest;
  if (result !== undefined) return result;
  // What this page saves has the scenario's name.
  const [single, ...others] = chosen.filter(({ path }) => /\.json$/.test(path));
  if (single !== undefined && others.length === 0) return single;
  throw new ChosenFilesError(
    'There is no result.json in it. The folder of a run has one, such as runs/drill/latest.',
  );
}

function refuseLarge({ path, file }: ChosenFile): void {
  if (file.size <= fileBytesMax) return;
  const mib = (bytes: number) => Math.round(bytes / 1024 / 1024);
  throw new ChosenFilesError(
    `${nameOf(path)} has ${mib(file.size)} MiB, and the page reads files of up to ` +
      `${mib(fileBytesMax)} MiB. Open the report.html of the run.`,
  );
}

function named(files: readonly ChosenFile[], name: string): ChosenFile | undefined {
  return files.find(({ path }) => nameOf(path) === name);
}

function isOwnName({ path }: ChosenFile): boolean {
  return nameOf(path) === 'result.json';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf({ path }: ChosenFile): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function depthOf({ path }: ChosenFile): number {
  return path.split('/').length;
}
