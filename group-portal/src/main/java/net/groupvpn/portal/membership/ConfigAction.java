package net.groupvpn.portal.membership;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.certificate.TokenStore;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupAccess;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.group.VpnGroup;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Refusal;
import net.groupvpn.portal.web.Secrets;
import net.groupvpn.portal.web.Visit;

/** Downloading a group file; makes a fresh one-use token each time. */
public final class ConfigAction {
  private static final int MAX_UNUSED_FILES = 50;
  private final Parts parts;
  private final PortalFacts portal;
  private final Secrets secrets;
  private final Clock clock;

  /** What it uses. */
  public record Parts(
      Database database,
      GroupAccess access,
      GroupStore groups,
      MembershipStore memberships,
      TokenStore tokens,
      Authorities authorities,
      AuditStore audit) {}

  public ConfigAction(Parts parts, PortalFacts portal, Secrets secrets, Clock clock) {
    this.parts = parts;
    this.portal = portal;
    this.secrets = secrets;
    this.clock = clock;
  }

  public void send(Visit visit) {
    var group = parts.access().any(visit);
    var member =
        parts
            .memberships()
            .ofAccount(group.id(), visit.account().id())
            .filter(Standing::isMember)
            .orElseThrow(
                () -> Refusal.forbidden("Only approved members may download the group file."));
    var authority = parts.authorities().of(group.id());
    var file = file(visit, group, member, authority.ca());
    visit.download(group.fileName(), "application/toml", file.write(authority::sign));
  }

  private GroupFile file(Visit visit, VpnGroup group, Standing member, GroupCa ca) {
    var secret = Base64.getDecoder().decode(parts.groups().keys(group.id()).secret());
    return new GroupFile(
        new GroupFile.Portal(URI.create(portal.url().get()), portal.fingerprint()),
        ca,
        secret,
        new GroupFile.Network(group.ipv4Range(), group.dnsSuffix(), portal.seeds().get()),
        enrolment(visit, group, member));
  }

  private GroupFile.Enrolment enrolment(Visit visit, VpnGroup group, Standing member) {
    var now = clock.instant();
    var expires = now.plus(portal.tokenLife()).truncatedTo(ChronoUnit.SECONDS);
    var token = secrets.next();
    parts
        .database()
        .change(
            () -> {
              checkHasRoom(member, now);
              parts.tokens().add(member.id(), token, now, expires);
              parts
                  .audit()
                  .add(visit.actor(), AuditAction.CONFIG_DOWNLOADED, group.id(), group.name());
            });
    return new GroupFile.Enrolment(token, expires, (int) portal.crlInterval().toSeconds());
  }

  private void checkHasRoom(Standing member, Instant now) {
    if (parts.tokens().unused(member.id(), now) >= MAX_UNUSED_FILES) {
      throw Refusal.conflict(
          "You have %d group files that were not used yet. Use them, or wait until they expire."
              .formatted(MAX_UNUSED_FILES));
    }
  }
}
