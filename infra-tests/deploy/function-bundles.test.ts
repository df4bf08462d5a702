// Builds the bundle of every Lambda function as cdk does, and reads what got into it.
import { readFileSync } from 'node:fs';
import { type BuildResult, buildSync } from 'esbuild';
import { functionBundling } from '#cdk/control-function.ts';
import { functionCode } from '#runner/local/function-code.ts';

jest.setTimeout(120_000);

const { minify, format, externalModules, target, mainFields } = functionBundling;

/** A bundle's text, and the files that it was made of. */
function bundle(entryPoint: string): { text: string; inputs: string[] } {
  const built: BuildResult<{ metafile: true; write: false }> = buildSync({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    minify,
    format,
    target,
    mainFields,
    external: externalModules,
    logLevel: 'error',
  });
  // What was shaken off leaves no bytes.
  const inputs = Object.values(built.metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [path] : [],
    ),
  );
  return { text: built.outputFiles.map((file) => file.text).join(''), inputs };
}

/** What is for a user's machine alone, each with words of its own that outlast minifying. */
const foreign: Readonly<Record<string, string>> = {
  'runner/local/direct-calls.ts': 'expected the SDK client to have a protocol',
  'runner/local/in-process-connection.ts': 'http://local-cloud.invalid',
  'adapters/loopback.ts': 'which is not on this machine',
  'adapters/service-failure.ts': 'noteFailedCalls',
  'adapters/failure-kind.ts': 'the stack was changed or deleted in the meantime',
  'adapters/aws-connection.ts': 'nothing is sent to AWS before its account is confirmed',
};

test.each(Object.entries(foreign))(
  '%s has the words that bundles are searched for',
  (path, words) => {
    expect(readFileSync(path, 'utf8')).toContain(words);
  },
);

describe.each(Object.keys(functionCode))('the bundle of %s', (entryPoint) => {
  const { text, inputs } = bundle(entryPoint);

  test('is made of functions, adapters, decisions and packages alone', () => {
    const folders = new Set(inputs.map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(['adapters', 'domain', 'functions', 'node_modules']);
  });

  test('has nothing that only a local cloud or an operator needs', () => {
    expect(inputs.filter((path) => path in foreign)).toEqual([]);
    expect(inputs).not.toContain('adapters/loopback-connection.ts');
    expect(Object.values(foreign).filter((words) => text.includes(words))).toEqual([]);
  });
});
