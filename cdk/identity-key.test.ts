import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

const template = synthesisedStack();

test('the key of proofs is generated, longer than a hash can use, and written nowhere', () => {
  const [, key] = resourceNamed(template, 'AWS::SecretsManager::Secret', 'IdentityKey');
  expect(key.Properties.GenerateSecretString).toEqual({
    PasswordLength: 64,
    ExcludePunctuation: true,
  });
  expect(key.Properties).not.toHaveProperty('SecretString');
});

test('it goes with the stack, and is its only secret', () => {
  const secrets = Object.values(resourcesOf(template, 'AWS::SecretsManager::Secret'));
  expect(secrets.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Delete']);
});
