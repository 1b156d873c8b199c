package net.groupvpn.portal.group;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Visit;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Creating a group: makes its certificate authority and its secret. */
public final class NewGroupPage {
  private static final String NAME_TAKEN =
      "There is already a group with this name, or one that looks like it.";
  private static final String TEMPLATE = "new-group";
  private static final int SECRET_BYTES = 32;
  private final Database database;
  private final GroupStore store;
  private final AuditStore audit;
  private final Clock clock;
  private final SecureRandom random;

  public NewGroupPage(
      Database database, GroupStore store, AuditStore audit, Clock clock, SecureRandom random) {
    this.database = database;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  public void show(Visit visit) {
    visit.account();
    visit.render(TEMPLATE, GroupForm.SUGGESTED.model());
  }

  public void send(Visit visit) {
    visit.account();
    var form = GroupForm.read(visit);
    var problem = visit.problemOr(form.problem());
    if (problem == null && store.nameIsTaken(form.name())) {
      problem = NAME_TAKEN;
    }
    if (problem != null) {
      visit.renderProblem(TEMPLATE, problem, form.model());
    } else {
      createAndShow(visit, form);
    }
  }

  private void createAndShow(Visit visit, GroupForm form) {
    try {
      visit.redirect("/groups/" + create(visit, form));
    } catch (IntegrityConstraintViolationException e) {
      // Another user has just given this name to a group.
      visit.renderProblem(TEMPLATE, NAME_TAKEN, form.model());
    }
  }

  private long create(Visit visit, GroupForm form) {
    var authority = GroupAuthority.create(form.name(), clock.instant(), random);
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    var keys =
        new GroupKeys(
            authority.ca().toPem(), authority.keyPem(), Base64.getEncoder().encodeToString(secret));
    return database.transaction(
        () -> {
          var account = visit.account().id();
          var id = store.add(form, authority.groupId(), keys, account, clock.instant());
          audit.add(visit.actor(), AuditAction.GROUP_CREATED, id, form.name());
          return id;
        });
  }
}
