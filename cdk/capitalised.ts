/** A name of the domain as part of a construct's id or an output: `login` becomes `Login`. */
export function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
