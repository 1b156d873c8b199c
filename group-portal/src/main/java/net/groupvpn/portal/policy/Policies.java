package net.groupvpn.portal.policy;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.path.NumericAddress;
import net.groupvpn.overlay.policy.GatewayRight;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.PolicyContent;
import net.groupvpn.overlay.policy.PolicyWriter;
import net.groupvpn.overlay.policy.Reservation;
import net.groupvpn.overlay.policy.SubnetRight;
import net.groupvpn.overlay.policy.SubnetRule;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import net.groupvpn.portal.web.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new policy with every change, and takes over one that a restored database has forgotten.
 * A policy's number is the time in milliseconds, or one more than the highest that the database,
 * the journal beside it or a member has ever shown, so no number is used twice.
 */
public final class Policies {
  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
  private static final Actor JOURNAL = new Actor("journal", "-");
  private final Database database;
  private final GroupStore groups;
  private final Authorities authorities;
  private final PolicyJournal journal;
  private final AuditStore audit;
  private final Clock clock;
  private final PolicyStore store;

  public Policies(
      Database database,
      GroupStore groups,
      Authorities authorities,
      PolicyJournal journal,
      AuditStore audit,
      Clock clock) {
    this.database = database;
    this.groups = groups;
    this.authorities = authorities;
    this.journal = journal;
    this.audit = audit;
    this.clock = clock;
    this.store = new PolicyStore(database);
  }

  /** The number of a group's newest policy; 0 before the first. */
  public long number(long group) {
    return store.number(group);
  }

  /** A group's newest policy, Base64; null before the first. */
  public @Nullable String base64(long group) {
    var text = store.stored(group).base64();
    return text.isEmpty() ? null : text;
  }

  /** Changes rows of a group's policy and makes the next one, as one transaction. */
  void change(long group, Runnable change) {
    database.change(
        () -> {
          store.lock(group);
          change.run();
          issue(group);
        });
  }

  /**
   * Takes everything from somebody who is no member any more, in the caller's transaction: whoever
   * comes back begins as an ordinary member.
   */
  public void forget(long group, long membership) {
    store.lock(group);
    if (store.forget(membership)) {
      issue(group);
    }
  }

  /** The next policy, from what the rows say now. */
  private void issue(long group) {
    var now = clock.instant();
    var authority = authorities.of(group);
    var used = Math.max(store.number(group), journal.number(authority.groupId()));
    var number = Math.max(used + 1, now.toEpochMilli());
    try {
      var policy = PolicyWriter.issue(authority, number, now, content(group));
      journal.keep(authority.groupId(), number, policy.encoded());
      store.put(group, number, now, Base64.getEncoder().encodeToString(policy.encoded()));
    } catch (IdentityException e) {
      LOG.warn("group {}: no policy can be made: {}", group, e.getMessage());
      throw Refusal.conflict(
          "A group's policy has at most %,d bytes, and this would make it longer, so nothing was changed. Remove what is no longer needed first."
              .formatted(GroupPolicy.MAX_BYTES));
    }
  }

  private PolicyContent content(long group) {
    List<GatewayRight> gateways =
        store.gateways(group).stream()
            .map(line -> new GatewayRight(line.member(), line.device()))
            .toList();
    List<SubnetRight> subnets =
        store.subnets(group).stream()
            .map(
                line ->
                    new SubnetRight(
                        line.member(), Objects.requireNonNull(SubnetRule.parse(line.prefix()))))
            .toList();
    List<Reservation> reservations =
        store.reservations(group).stream()
            .map(
                line ->
                    new Reservation(
                        line.member(),
                        line.device(),
                        line.address() == null ? null : NumericAddress.parse4(line.address()),
                        line.name()))
            .toList();
    return new PolicyContent(gateways, subnets, reservations);
  }

  /** Compares the database with the journal, before anybody is served. */
  public void atStart() {
    for (var group : groups.ids()) {
      try {
        var kept = journal.policy(authorities.of(group).groupId());
        if (kept.isPresent()) {
          takeOver(group, kept.get(), JOURNAL);
        }
      } catch (IdentityException e) {
        LOG.error("the policy of group {} beside the database is damaged: {}", group, e.toString());
      } catch (RuntimeException e) {
        LOG.error("the policy of group {} cannot be compared with the journal", group, e);
      }
    }
  }

  /**
   * Takes over a policy of the group from anywhere, if it is newer than the portal's own: only this
   * portal can have made it, before its database was restored from a backup.
   *
   * @throws IdentityException if it is malformed or not signed by the group's CA
   */
  public void takeOver(long group, byte[] encoded, Actor from) throws IdentityException {
    var authority = authorities.of(group);
    var policy = GroupPolicy.parse(encoded, authority.ca());
    var isNew = takeOver(group, authority.groupId(), policy, from);
    if (isNew) {
      LOG.warn(
          "group {}: the database has forgotten {}, told by {}; it is in force again",
          group,
          policy,
          from.name());
    }
  }

  private boolean takeOver(long group, String groupId, GroupPolicy policy, Actor from) {
    Supplier<Boolean> change =
        () -> {
          store.lock(group);
          var own = store.stored(group);
          if (policy.number() == own.number() && !isSame(policy, own)) {
            LOG.warn("group {}: there were two policies {}; making another", group, own.number());
            issue(group);
          }
          if (policy.number() <= own.number()) {
            return false;
          }
          journal.noteNumber(groupId, policy.number());
          store.clear(group);
          fill(group, policy.content());
          audit.add(from, AuditAction.POLICY_TAKEN_OVER, group, Long.toString(policy.number()));
          issue(group);
          return true;
        };
    return database.transaction(change);
  }

  private static boolean isSame(GroupPolicy policy, PolicyStore.StoredPolicy own) {
    return Base64.getEncoder().encodeToString(policy.encoded()).equals(own.base64());
  }

  /** Whom the restored database does not know as a member gets nothing. */
  private void fill(long group, PolicyContent content) {
    for (var gateway : content.gateways()) {
      store
          .member(group, gateway.member())
          .ifPresent(member -> store.addGateway(member.id(), gateway.device()));
    }
    for (var subnet : content.subnets()) {
      store
          .member(group, subnet.member())
          .ifPresent(member -> store.addSubnet(member.id(), SubnetRule.text(subnet.prefix())));
    }
    for (var reservation : content.reservations()) {
      var address = reservation.address();
      var text = address == null ? null : address.getHostAddress();
      store
          .member(group, reservation.member())
          .ifPresent(
              member ->
                  store.addReservation(
                      group, member.id(), reservation.device(), text, reservation.name()));
    }
  }
}
