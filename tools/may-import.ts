// The layers, stated once: .dependency-cruiser.cjs enforces this table, layers.test.ts attacks it,
// and the tidy test takes the known folders from it.

/** For each folder of code, the other folders that it may import. It may always import itself. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // The decisions know nobody, so they run in every cloud and in a browser.
  domain: [],
  scenarios: ['domain'],
  twin: ['domain', 'scenarios'],
  // Prices and bills: sums alone, so that a page can make them too.
  pricing: ['domain'],
  // Numbers in, numbers out: what many runs show about chances. It knows no network.
  statistics: ['domain', 'twin'],
  adapters: ['domain'],
  functions: ['domain', 'adapters'],
  // Generic on purpose: it learns about our stack from the synthesised template alone.
  'local-cloud': [],
  cdk: ['domain'],
  // What runs a network: on the local cloud, on the twin or deployed. It knows no terminal.
  runner: [
    'domain',
    'scenarios',
    'twin',
    'pricing',
    'statistics',
    'adapters',
    'functions',
    'local-cloud',
  ],
  // Tasks for students: data alone. What they mean is worked out by the command.
  challenges: [],
  // Of the page it takes its inputs and its server: a report links to the page, a command serves
  // it.
  cli: [
    'domain',
    'scenarios',
    'twin',
    'pricing',
    'statistics',
    'adapters',
    'local-cloud',
    'runner',
    'lab',
    'challenges',
  ],
  // The page: the twin in a browser, with the words and charts of the report. Of these it may use
  // what needs nothing of Node: its bundle, which is for a browser, refuses all else.
  lab: ['domain', 'scenarios', 'twin', 'pricing', 'statistics', 'runner', 'cli'],
  // What the package exports beside the command: types, and functions for programs.
  api: ['domain', 'scenarios', 'twin', 'pricing', 'local-cloud', 'runner', 'cli'],
  // Files as a user writes them.
  examples: ['api'],
  // Helpers that several tests share.
  testing: ['domain', 'scenarios', 'twin', 'pricing', 'statistics', 'local-cloud', 'runner', 'cli'],
  'infra-tests': [
    'domain',
    'scenarios',
    'twin',
    'pricing',
    'statistics',
    'adapters',
    'functions',
    'local-cloud',
    'cdk',
    'runner',
    'challenges',
    'cli',
    'lab',
    'testing',
    'tools',
  ],
  bench: [
    'domain',
    'scenarios',
    'twin',
    'pricing',
    'statistics',
    'adapters',
    'local-cloud',
    'functions',
    'runner',
    'cli',
  ],
  tools: ['cli', 'runner', 'lab'],
  bin: ['cli'],
};

/** Tests of every folder may import helpers from here; other code may not. */
export const TEST_HELPERS = 'testing';

/** Which folders a package (a pattern on its path below node_modules) may be imported from. */
export type PackageRule = {
  /** The rule's name, as dependency-cruiser reports it. */
  readonly name: string;
  readonly packages: readonly string[];
  readonly folders: readonly string[];
  /** Folders whose tests may import the packages too. */
  readonly testsOf: readonly string[];
};

/** The packages that would spread if nobody held them back. */
export const PACKAGE_RULES: readonly PackageRule[] = [
  {
    name: 'aws-sdk-only-behind-a-port',
    packages: ['@aws-sdk', '@smithy'],
    folders: ['adapters', 'infra-tests', 'bench'],
    testsOf: ['local-cloud', 'runner'],
  },
  {
    name: 'cdk-only-in-the-stack',
    packages: ['aws-cdk-lib', 'constructs'],
    folders: ['cdk', 'infra-tests'],
    testsOf: [],
  },
  {
    name: 'zod-only-at-the-boundary',
    packages: ['zod'],
    // The worker of an own policy turns off what a page forbids.
    folders: ['functions', 'runner', 'cli', 'lab'],
    testsOf: [],
  },
];

/** Folders whose code (tests aside) imports no package and no Node module: it runs in a browser. */
export const DEPENDENCY_FREE: readonly string[] = ['domain', 'scenarios', 'twin', 'pricing'];
