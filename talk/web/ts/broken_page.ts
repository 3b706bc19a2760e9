// The page that stands in for a deck that does not build: it turns back into the deck by itself.

import type { Served } from "./messages";
import { SocketLink } from "./socket";

export function waitForDeck(served: Served): void {
  const again = () => location.reload();
  const hello = ({ broken }: { broken: readonly string[] }) => {
    if (!broken.length) again();
  };
  new SocketLink(served, { hello, patch: again, broken: again }).open();
}
