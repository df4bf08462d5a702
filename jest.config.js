const swc = ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }];

export default {
  testEnvironment: 'node',
  transform: { '\\.ts$': swc },
  extensionsToTreatAsEsm: [],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/(cdk.out|dist|runs|.engines)/'],
};
