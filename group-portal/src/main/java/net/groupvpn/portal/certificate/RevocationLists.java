package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.time.Instant;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.store.Database;

/** Keeps every group's revocation list new: made again at each revocation and twice a day. */
public final class RevocationLists {
  private final Database database;
  private final GroupStore groups;
  private final CertificateStore store;
  private final Authorities authorities;
  private final Clock clock;

  public RevocationLists(
      Database database, GroupStore groups, Authorities authorities, Clock clock) {
    this.database = database;
    this.groups = groups;
    this.store = new CertificateStore(database);
    this.authorities = authorities;
    this.clock = clock;
  }

  /** The group's list, DER, made anew when it is due. */
  byte[] current(long group) {
    var list = store.list(group);
    return isDue(list.thisUpdate()) ? reissue(group) : list.encoded();
  }

  private boolean isDue(Instant thisUpdate) {
    return !thisUpdate.plus(Lifetimes.CRL_REFRESH).isAfter(clock.instant());
  }

  /** Makes the lists that are due. */
  public void refresh() {
    for (var group : groups.ids()) {
      current(group);
    }
  }

  /** Revokes all machines of a member, for good, and publishes it. */
  public void revokeMember(long group, long membership) {
    database.change(
        () -> {
          store.revokeMember(membership, clock.instant());
          reissue(group);
        });
  }

  private byte[] reissue(long group) {
    return database.transaction(
        () -> {
          var now = clock.instant();
          var number = store.nextNumber(group);
          var list =
              authorities
                  .of(group)
                  .crl(number, now, now.plus(Lifetimes.CRL_PROMISE), store.revoked(group, now));
          store.putList(group, now, list.encoded());
          return list.encoded();
        });
  }
}
