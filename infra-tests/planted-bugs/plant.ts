// Loaded with `--import` before anything else: changes one module's text as it is loaded. The tree
// is not touched.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { plantedBugs } from './planted-bugs.ts';
import { validatedBugs } from './validated-bugs.ts';

const name = process.env.PLANTED_BUG;
const bug = [...plantedBugs, ...validatedBugs].find((one) => one.name === name);
if (bug === undefined) throw new Error(`PLANTED_BUG: no bug is called '${name}'`);

const { file, find, replace } = bug;
const url = pathToFileURL(file).href;

registerHooks({
  load(loaded, context, nextLoad) {
    const result = nextLoad(loaded, context);
    if (loaded !== url) return result;
    const text = String(result.source);
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${file}: expected '${find}' exactly once, found ${count}`);
    // As a function, since a `$` in the text must stay what it is.
    return { ...result, source: text.replace(find, () => replace) };
  },
});
