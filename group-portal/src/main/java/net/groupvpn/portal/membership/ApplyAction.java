package net.groupvpn.portal.membership;

import java.time.Clock;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.certificate.TokenStore;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Visit;
import org.jspecify.annotations.Nullable;

/** Applying to a group, with a reason for its administrators. */
public final class ApplyAction {
  private static final int MAX_REASON = 500;
  private final Database database;
  private final GroupAccess access;
  private final MembershipStore store;
  private final TokenStore tokens;
  private final AuditStore audit;
  private final GroupPage page;
  private final Clock clock;

  public ApplyAction(
      Database database,
      GroupAccess access,
      MembershipStore store,
      TokenStore tokens,
      AuditStore audit,
      GroupPage page,
      Clock clock) {
    this.database = database;
    this.access = access;
    this.store = store;
    this.tokens = tokens;
    this.audit = audit;
    this.page = page;
    this.clock = clock;
  }

  public void send(Visit visit) {
    var group = access.any(visit);
    var reason = visit.field("reason");
    var problem = visit.problemOr(problemOf(reason));
    if (problem != null) {
      page.showProblem(visit, group, problem, reason);
      return;
    }
    database.change(() -> apply(visit, group, reason));
    visit.redirect("/groups/" + group.id());
  }

  private static @Nullable String problemOf(String reason) {
    return reason.isEmpty() || reason.length() > MAX_REASON
        ? "Say in 1 to %d characters why you want to join.".formatted(MAX_REASON)
        : null;
  }

  private void apply(Visit visit, VpnGroup group, String reason) {
    var account = visit.account().id();
    var standing = store.ofAccount(group.id(), account);
    if (standing.isEmpty()) {
      store.addApplication(group.id(), account, reason, clock.instant());
    } else if (!standing.get().mayApply()
        || !store.applyAgain(standing.get(), reason, clock.instant())) {
      throw Refusal.conflict("You are a member already, or your application is waiting.");
    } else {
      // Group files of the former membership must stay invalid.
      tokens.expire(standing.get().id(), clock.instant());
    }
    audit.add(visit.actor(), AuditAction.APPLIED, group.id(), reason);
  }
}
