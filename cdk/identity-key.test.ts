import { resourceNamed, resourcesOf, synthesisedStack } from './synthesised-stack.ts';

const template = synthesisedStack();

test.each(['IdentityKey', 'TurnKey'])('%s is generated, longer than a hash can use', (id) => {
  const [, key] = resourceNamed(template, 'AWS::SecretsManager::Secret', id);
  expect(key.Properties.GenerateSecretString).toEqual({
    PasswordLength: 64,
    ExcludePunctuation: true,
  });
  expect(key.Properties).not.toHaveProperty('SecretString');
});

test('both go with the stack, and are its only secrets', () => {
  const secrets = Object.values(resourcesOf(template, 'AWS::SecretsManager::Secret'));
  expect(secrets.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Delete', 'Delete']);
});
