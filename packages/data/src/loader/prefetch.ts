/**
 * Loads items in order, at most `ahead` of them beyond the one that is waited for: when the consumer is slow, loading
 * stops. A failure is thrown when its turn has come, after all items before it.
 *
 * @param handOut called when an item goes to the consumer
 * @param finish called when the consumer has asked for more than there is
 */
export async function* prefetch<P, B>(
  places: Iterable<P>,
  load: (place: P) => Promise<B>,
  ahead: number,
  handOut: (place: P) => void,
  finish: () => void,
): AsyncGenerator<B, void, undefined> {
  const rest = places[Symbol.iterator]();
  const loading: { readonly place: P; readonly item: Promise<B> }[] = [];
  const fill = (count: number): void => {
    while (loading.length < count) {
      const { done, value } = rest.next();
      if (done) return;
      const item = load(value);
      // Its failure is heard when its turn comes, which may be never: until then it must not end the process.
      item.catch(() => {});
      loading.push({ place: value, item });
    }
  };

  for (;;) {
    fill(ahead + 1);
    const next = loading.shift();
    if (next === undefined) break;
    const item = await next.item;
    fill(ahead);
    handOut(next.place);
    yield item;
  }
  finish();
}
