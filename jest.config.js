// Tests start hundreds of programs and threads of Node, which read the same TypeScript files.
process.env.NODE_COMPILE_CACHE ??= new URL('node_modules/.cache/node', import.meta.url).pathname;

// CommonJS inside jest, so no experimental VM modules; the types are checked by `check:types`.
const swc = [
  '@swc/jest',
  { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];

const project = (displayName, testMatch, testPathIgnorePatterns = []) => ({
  displayName,
  testEnvironment: 'node',
  // The d3 packages are ES modules; their `umd` builds are what CommonJS can load.
  testEnvironmentOptions: { customExportConditions: ['umd', 'node', 'node-addons'] },
  transform: { '\\.ts$': swc },
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', ...testPathIgnorePatterns],
  modulePathIgnorePatterns: ['<rootDir>/(cdk.out|dist|dist-lab|runs|.engines)/'],
});

export default {
  // It ends what hangs. Machines are shared, so it says nothing about speed: a test that takes
  // seconds alone may take minutes beside other work.
  testTimeout: 600_000,
  projects: [
    // Beside the code they test; nothing but Node.
    project('unit', ['**/*.test.ts'], ['<rootDir>/infra-tests/']),
    // What the synthesised template promises; nothing but Node.
    project('infra', ['<rootDir>/infra-tests/**/*.test.ts'], ['\\.engine\\.test\\.ts$']),
    // Against engines that need Python, Java or a browser: see tools/needs.ts.
    project('engine', ['<rootDir>/infra-tests/**/*.engine.test.ts']),
  ],
};
