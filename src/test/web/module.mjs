/** Loads a module of the console that imports no other. From its text, since Node takes a .js file for an older kind of script. */
import { readFile } from 'node:fs/promises';

const ROOT = new URL('../../main/webapp/web/', import.meta.url);

export async function load(name) {
  const source = await readFile(new URL(name, ROOT));
  return import(`data:text/javascript;base64,${source.toString('base64')}`);
}
