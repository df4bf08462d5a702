import { resolve } from 'node:path';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { functionCode } from './function-code.ts';
import { metersByFile } from './meters-by-file.ts';
import { readStackTemplate } from './stack-template.ts';

test("each function's own meters are named by its file, and others as they were", () => {
  // With all its functions.
  const configuration = { ...usualConfiguration, keyRotation: 'on' } as const;
  const template = readStackTemplate(resolve('cli'), configuration);
  const resources = Object.entries(template.Resources as Record<string, { Type: string }>);
  const counted = resources.flatMap(([id, { Type }]) =>
    Type === 'AWS::Lambda::Function'
      ? ['invocations', 'billedMs'].map((what) => [`lambda.${what}.local-${id}`, 1] as const)
      : [],
  );
  const named = metersByFile({ ...Object.fromEntries(counted), 'sqs.requests': 3 }, template);
  const files = Object.keys(functionCode).map((entry) => entry.replace(/^.*\/|\.ts$/g, ''));
  const expected = files.flatMap((file) =>
    ['invocations', 'billedMs'].map((what) => [`lambda.${what}.${file}`, 1]),
  );
  expect(named).toEqual({ ...Object.fromEntries(expected), 'sqs.requests': 3 });
});
