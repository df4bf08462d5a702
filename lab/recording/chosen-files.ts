// The files that a reader drops on the page or chooses with a button.
import type { ChosenFile } from './run-files.ts';
import { ChosenFilesError } from './run-files.ts';

/** A folder of runs has many more files than a run; nobody means such a one. */
const filesMax = 2_000;

/** The files of a choice: of a folder, each has its path. */
export function chosenIn(list: FileList): ChosenFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** All files of what was dropped, those in its folders too. @throws {ChosenFilesError} */
export async function droppedIn(transfer: DataTransfer): Promise<ChosenFile[]> {
  // They have to be taken before the first wait: later the list is empty.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const plain = [...transfer.files].map((file) => ({ path: file.name, file }));
  const files: ChosenFile[] = [];
  for (const entry of entries) await collect(entry, files);
  // Files that were not dragged from a folder of the system have no entries.
  return entries.length > 0 ? files : plain;
}

async function collect(entry: FileSystemEntry, files: ChosenFile[]): Promise<void> {
  if (files.length >= filesMax)
    throw new ChosenFilesError('There are too many files in it. Drop the folder of one run.');
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    files.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await entriesOf(reader);
    if (some.length === 0) return;
    for (const one of some) await collect(one, files);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives some at a time, and none at the end. */
function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
