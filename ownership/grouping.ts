/** What has one key in common: one element or more. */
export type Group<Element> = [Element, ...Element[]];

/** Of what may be thousands, to be told in a message: the first few, and how many they are. */
export interface Excerpt<Element> {
  readonly first: readonly Element[];
  readonly count: number;
}

/** A list in a message is no longer. */
export const mostTold = 5;

/** Of what is met that often, no message says how often. */
export const many = 20;

/** @param count how many elements are meant. @returns those of them that are told. */
export function excerpt<Element>(elements: Iterable<Element>, isMeant: (element: Element) => boolean, count: number): Excerpt<Element> {
  const first: Element[] = [];
  for (const element of elements) {
    if (first.length === mostTold) {
      break;
    }
    if (isMeant(element)) {
      first.push(element);
    }
  }
  return { first, count };
}

/** @returns the elements by key, in the order in which keys first appear. */
export function groupBy<Element, Key>(elements: Iterable<Element>, keyOf: (element: Element) => Key): Map<Key, Group<Element>> {
  const groups = new Map<Key, Group<Element>>();
  for (const element of elements) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [element]);
    } else {
      group.push(element);
    }
  }
  return groups;
}

/** @returns the elements in the order of their keys, those of one key as they came. */
export function sortedBy<Element>(elements: Iterable<Element>, keyOf: (element: Element) => string): Element[] {
  return [...groupBy(elements, keyOf)].sort(([first], [second]) => (first < second ? -1 : 1)).flatMap(([, group]) => group);
}

/** @returns the first element of each key. */
export function uniqueBy<Element>(elements: Iterable<Element>, keyOf: (element: Element) => unknown): Element[] {
  return [...groupBy(elements, keyOf).values()].map(([first]) => first);
}
