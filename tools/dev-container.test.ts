import { readFileSync } from 'node:fs';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

test('the dev container has the Node that npm installs here', () => {
  const { image } = read('.devcontainer/devcontainer.json');
  const major = read('package.json').devDependencies.node.split('.')[0];
  expect(image).toMatch(new RegExp(`^node:${major}-`));
});
