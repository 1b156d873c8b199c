package net.groupvpn.client.part;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import net.groupvpn.client.enrol.PortalKeeper;
import org.jspecify.annotations.Nullable;

/** Keeps in touch with the portal: certificates, revocation lists, addresses of other members. */
public final class PortalPart implements Part {
  private final PortalKeeper keeper;

  private PortalPart(PortalKeeper keeper) {
    this.keeper = keeper;
  }

  /** Starts to ask. */
  public static PortalPart start(
      ClientContext context, StatePart state, MembershipPart membership, EnginePart engine) {
    GroupMembership member = membership.membership();
    @Nullable Duration configured = context.config().underlay().crlInterval();
    Duration interval =
        configured == null
            ? Duration.ofSeconds(member.group().enrolment().crlIntervalSeconds())
            : configured;
    PortalKeeper keeper =
        new PortalKeeper(
            member.enrolment(),
            member.certificate(),
            context.surroundings()::ownEndpoint,
            interval,
            membership.clock(),
            new PortalNews(
                membership.security(),
                engine.loop(),
                engine.room(),
                state.store(),
                context::onRefused));
    keeper.start();
    return new PortalPart(keeper);
  }

  /** The state of the contact with the portal. */
  public PortalKeeper.Contact contact() {
    return keeper.contact();
  }

  @Override
  public String name() {
    return "portal";
  }

  @Override
  public void report(Status status) {
    PortalKeeper.Contact contact = keeper.contact();
    status
        .fields()
        .put("portal", contact.state())
        .put("portal_reason", contact.reason())
        .put("portal_since", since(contact))
        .put("certificate_not_after", keeper.notAfter().toString());
  }

  private static @Nullable String since(PortalKeeper.Contact contact) {
    boolean isAsked = !contact.state().equals(PortalKeeper.NOT_ASKED);
    return isAsked ? contact.since().truncatedTo(ChronoUnit.SECONDS).toString() : null;
  }

  @Override
  public void end() {
    keeper.close();
  }
}
