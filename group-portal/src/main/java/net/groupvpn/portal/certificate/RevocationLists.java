package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.time.Instant;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every group's revocation list up to date: makes a new one at each revocation, twice a day,
 * and when the group's size has changed so much that members would decide differently. A join that
 * changes nothing for them makes no list, so a growing group causes only a few. A list's number is
 * the time in milliseconds, or one more than the highest number that the database, the journal
 * beside it or a member has ever shown. So even a portal restored with all its files reuses no
 * number.
 */
public final class RevocationLists {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationLists.class);
  private final Database database;
  private final GroupStore groups;
  private final CertificateStore store;
  private final Authorities authorities;
  private final RevocationJournal journal;
  private final Clock clock;

  public RevocationLists(
      Database database,
      GroupStore groups,
      Authorities authorities,
      RevocationJournal journal,
      Clock clock) {
    this.database = database;
    this.groups = groups;
    this.store = new CertificateStore(database);
    this.authorities = authorities;
    this.journal = journal;
    this.clock = clock;
  }

  /** The group's list, DER; made again if it is due. */
  byte[] current(long group) {
    var list = store.list(group);
    return isDue(list.thisUpdate()) ? reissue(group) : list.encoded();
  }

  /**
   * Names the list that {@link #current} returns. Members ask for it all the time, so the list
   * itself is not read.
   */
  String currentTag(long group) {
    var tag = store.tag(group);
    if (isDue(tag.thisUpdate())) {
      reissue(group);
      tag = store.tag(group);
    }
    return tag.text();
  }

  /** A list from the future was made while the portal's clock was wrong. */
  private boolean isDue(Instant thisUpdate) {
    var now = clock.instant();
    return !thisUpdate.plus(Lifetimes.CRL_REFRESH).isAfter(now)
        || thisUpdate.isAfter(now.plus(Lifetimes.CRL_FUTURE));
  }

  /**
   * Makes the lists that are due, or that state an outdated size, which also changes when
   * certificates end. A fault in one group does not affect the others.
   */
  public void refresh() {
    for (var group : groups.ids()) {
      try {
        current(group);
        countAgain(group);
      } catch (RuntimeException e) {
        LOG.error("the revocation list of group {} cannot be renewed; trying again", group, e);
      }
    }
  }

  /** To be called after certificates were issued: a list with an outdated size is replaced. */
  void countAgain(long group) {
    if (store.census(group, clock.instant()).differsMateriallyFrom(store.listedCensus(group))) {
      reissue(group);
    }
  }

  /** Revokes a machine's former key by its certificate, in the caller's transaction. */
  void supersede(long group, String serial) {
    store.supersede(group, serial, clock.instant());
    try {
      store.checkListHasRoom(group, clock.instant());
    } catch (Refusal e) {
      throw new ApiRefusal(e.status(), "list_full", e.sentence());
    }
    reissue(group);
  }

  /** Revokes all machines of a member for good, and publishes that. */
  public void revokeMember(long group, long membership) {
    database.change(
        () -> {
          store.revokeMember(membership, clock.instant());
          store.checkListHasRoom(group, clock.instant());
          reissue(group);
        });
  }

  /** Makes the next list of a group, with everything that is revoked now. */
  byte[] reissue(long group) {
    return database.transaction(
        () -> {
          var now = clock.instant();
          var authority = authorities.of(group);
          var used = Math.max(journal.number(authority.groupId()), now.toEpochMilli() - 1);
          var number = store.nextNumber(group, used);
          var revoked = store.revoked(group, now);
          var census = store.census(group, now);
          var list = authority.crl(number, now, now.plus(Lifetimes.CRL_PROMISE), revoked, census);
          journal.keep(authority.groupId(), number, list.encoded());
          store.putList(group, now, census, list.encoded());
          return list.encoded();
        });
  }
}
