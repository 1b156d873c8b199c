package net.groupvpn.lab.fuzz;

import java.util.Objects;
import net.groupvpn.overlay.document.CrlShelf;
import net.groupvpn.overlay.document.DocumentExchange;
import net.groupvpn.overlay.document.DocumentKind;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.identity.GroupTrust;

/** A member's revocation list, which it exchanges with the others. */
final class NewsDesk {
  private final Lists lists;
  private final GroupTrust trust;
  private final DocumentExchange exchange;

  /** Starts with list {@code number}: members with different ones have something to ask for. */
  NewsDesk(Realm realm, Lists lists, long number) {
    this.lists = lists;
    trust = lists.trust(number);
    exchange =
        new DocumentExchange(
            realm.node(), realm.engine(), DocumentKind.REVOCATIONS, new CrlShelf(trust), () -> {});
  }

  /** The portal has a newer list. */
  void publish() {
    lists.offer(trust, number() + 1);
    exchange.announce();
  }

  /** The number of the newest list that the member knows. */
  long number() {
    return Objects.requireNonNull(trust.newest()).number();
  }
}
