// Another version of the stack: the same app, whose functions all have other code.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What each function of the second version writes into its log when an environment starts. */
export const secondVersionLine = 'this is the second version';

/**
 * Copies an assembly, and gives each function's bundle a line more. So each has another hash, under
 * which it is uploaded and by which CloudFormation sees that it is new. The template has another
 * hash, too, or the first version's would be taken for it.
 * @param assembly as `cdk synth` made it
 */
export function writeSecondVersion(assembly: string, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  cpSync(assembly, directory, { recursive: true });
  const bundles = readdirSync(directory).filter((name) =>
    existsSync(join(directory, name, 'index.js')),
  );
  const hashes = bundles.map((bundle) => bundle.slice(bundlePrefix.length));
  for (const hash of hashes) {
    const bundle = join(directory, `${bundlePrefix}${hash}`);
    appendFileSync(join(bundle, 'index.js'), `\nconsole.log('${secondVersionLine}');\n`);
    renameSync(bundle, join(directory, `${bundlePrefix}${secondHash(hash)}`));
  }
  const all = [...hashes, ...templateHashes(directory)];
  for (const name of readdirSync(directory).filter((one) => one.endsWith('.json'))) {
    const file = join(directory, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      all.reduce((changed, hash) => changed.replaceAll(hash, secondHash(hash)), text),
    );
  }
}

function secondHash(hash: string): string {
  return createHash('sha256').update(`${hash} ${secondVersionLine}`).digest('hex');
}

/** The hashes under which templates are uploaded, as the CDK lists them. */
function templateHashes(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.assets.json'))
    .flatMap((name) => {
      const { files } = JSON.parse(readFileSync(join(directory, name), 'utf8')) as {
        files: Record<string, { source: { path: string } }>;
      };
      return Object.keys(files).filter((hash) =>
        files[hash]?.source.path.endsWith('.template.json'),
      );
    });
}

/** How the CDK calls the folder of an asset; its hash follows. */
const bundlePrefix = 'asset.';
