package net.groupvpn.lab.fuzz;

import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.document.CrlShelf;
import net.groupvpn.overlay.document.DocumentExchange;
import net.groupvpn.overlay.document.DocumentKind;
import net.groupvpn.overlay.document.PolicyShelf;
import net.groupvpn.overlay.document.Shelf;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.policy.NewestPolicy;

/** A member's revocation list and policy, which it exchanges with the others. */
final class NewsDesk {
  private final Lists lists;
  private final GroupTrust trust;
  private final NewestPolicy policy;
  private final List<DocumentExchange> exchanges;

  /**
   * Starts with documents {@code number}: members with different ones have something to ask for.
   */
  NewsDesk(Realm realm, Lists lists, long number) {
    this.lists = lists;
    trust = lists.trust(number);
    policy = lists.policy(number);
    exchanges =
        List.of(
            exchange(realm, DocumentKind.REVOCATIONS, new CrlShelf(trust)),
            exchange(realm, DocumentKind.POLICY, new PolicyShelf(policy)));
  }

  private static DocumentExchange exchange(Realm realm, DocumentKind kind, Shelf shelf) {
    return new DocumentExchange(realm.node(), realm.engine(), kind, shelf, () -> {});
  }

  /** The portal has a newer list, and a newer policy. */
  void publish() {
    lists.offer(trust, number() + 1);
    lists.offer(policy, policy.current().number() + 1);
    exchanges.forEach(DocumentExchange::announce);
  }

  /** The number of the newest list that the member knows. */
  long number() {
    return Objects.requireNonNull(trust.newest()).number();
  }

  /** Whether both know the same list and the same policy. */
  boolean agreesWith(NewsDesk other) {
    return number() == other.number()
        && policy.current().number() == other.policy.current().number();
  }
}
