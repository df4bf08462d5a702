// Turns the table in tools/may-import.ts into rules. Needs Node >= 22.18 (it loads TypeScript) and
// the `typescript` 6 API: with TypeScript 7 alone, dependency-cruiser misses type-only imports.
const {
  DEPENDENCY_FREE,
  MAY_IMPORT,
  PACKAGE_RULES,
  TEST_HELPERS,
} = require('./tools/may-import.ts');

const folders = Object.keys(MAY_IMPORT);
const TEST = '\\.test\\.ts$';
const insideAnyOf = (names) => `^(${names.join('|')})/`;

const layerRule = (folder) => ({
  name: `${folder}-imports-only-what-it-may`,
  comment: `${folder}/ may import: ${MAY_IMPORT[folder].join(', ') || 'no other folder'}.`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: TEST },
  to: { path: insideAnyOf(folders), pathNot: insideAnyOf([folder, ...MAY_IMPORT[folder]]) },
});

const testRule = (folder) => ({
  name: `tests-of-${folder}-import-only-what-they-may`,
  comment: `Tests of ${folder}/ may also import ${TEST_HELPERS}/.`,
  severity: 'error',
  from: { path: `^${folder}/.*${TEST}` },
  to: {
    path: insideAnyOf(folders),
    pathNot: insideAnyOf([folder, TEST_HELPERS, ...MAY_IMPORT[folder]]),
  },
});

const packageRule = ({ name, packages, folders: allowed, testsOf }) => ({
  name,
  comment: `${packages.join(', ')}: only in ${allowed.join(', ')}.`,
  severity: 'error',
  from: {
    path: insideAnyOf(folders),
    pathNot: [insideAnyOf(allowed), ...testsOf.map((folder) => `^${folder}/.*\\.test\\.ts$`)],
  },
  to: { path: `node_modules/(${packages.join('|')})/` },
});

module.exports = {
  forbidden: [
    ...folders.map(layerRule),
    ...folders.map(testRule),
    ...PACKAGE_RULES.map(packageRule),
    {
      name: 'no-dependency-in-the-core',
      comment: 'What runs in a browser imports neither packages nor Node modules.',
      severity: 'error',
      from: { path: insideAnyOf(DEPENDENCY_FREE), pathNot: TEST },
      to: { pathNot: insideAnyOf(folders) },
    },
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'aws-lambda has types only, so there is no module to resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|dist|runs|\\.engines)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
