// Makes the page: one HTML file, one style sheet, one script, which has the worker's code in it,
// and scripts that are loaded when they are needed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { reportStyle } from '#cli/report/report-style.ts';
import { laterScripts } from '../page/later-scripts.ts';
import { policyTypes } from './policy-types.ts';

/** A file of the page, and how much of it goes over a wire. */
export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/**
 * Writes the page into a folder, which is emptied first.
 * @param root the project's folder
 */
export async function buildLab(root: string, folder: string): Promise<BuiltFile[]> {
  const worker = await bundle(root, join('lab', 'twin', 'twin-worker.ts'), {});
  const page = await bundle(root, join('lab', 'page', 'lab-page.ts'), {
    WORKER_CODE: JSON.stringify(worker),
  });
  const service = await bundle(root, join('lab', 'map', 'service-kit.ts'), {});
  const pictures = await bundle(root, join('lab', 'page', 'picture-kit.ts'), {});
  const reader = await bundle(root, join('lab', 'recording', 'recording-reader.ts'), {});
  const ownWorker = await bundle(root, join('lab', 'policy', 'own-policy-worker.ts'), {});
  const kit = await bundle(root, join('lab', 'policy', 'policy-kit.ts'), {
    OWN_WORKER_CODE: JSON.stringify(ownWorker),
    POLICY_TYPES: JSON.stringify(policyTypes(root)),
  });
  const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
  const files: readonly (readonly [string, string])[] = [
    ['index.html', read('lab', 'page', 'page.html')],
    ['lab.css', [reportStyle, uplotStyle(read), ...ownStyles(read)].join('\n')],
    ['lab.js', page],
    [laterScripts.service, service],
    [laterScripts.pictures, pictures],
    [laterScripts.reader, reader],
    [laterScripts.policy, kit],
  ];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return files.map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    const bytes = Buffer.byteLength(text);
    return { name, bytes, gzipBytes: gzipSync(text, { level: 9 }).length };
  });
}

function ownStyles(read: (...path: string[]) => string): string[] {
  const ofPage = ['page.css', 'modes.css'].map((name) => read('lab', 'page', name));
  return [...ofPage, read('lab', 'strips', 'strips.css'), read('lab', 'map', 'map.css')];
}

function uplotStyle(read: (...path: string[]) => string): string {
  return read('node_modules', 'uplot', 'dist', 'uPlot.min.css');
}

/** Bundles for a browser. A module of Node among what is imported is an error. */
async function bundle(
  root: string,
  entry: string,
  define: Readonly<Record<string, string>>,
): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17'],
    define: { ...define },
    // In a browser there is no Buffer.
    alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' },
    legalComments: 'inline',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
