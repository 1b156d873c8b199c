package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.lan.LanFinder;
import org.jspecify.annotations.Nullable;

/** Looks for members in this machine's own networks. */
public final class LanPart implements Part {
  private static final String NO_LAN = "no_lan_discovery";

  private final @Nullable LanFinder finder;

  private LanPart(@Nullable LanFinder finder) {
    this.finder = finder;
  }

  /** Does nothing where multicast is unavailable, or the configuration turns it off. */
  public static LanPart start(ClientContext context, MembershipPart membership, EnginePart engine) {
    if (!context.config().underlay().local().discovery()) {
      return new LanPart(null);
    }
    Surroundings surroundings = context.surroundings();
    try {
      LanFinder finder =
          new LanFinder(
              context.machine().openLan(surroundings::isUsed),
              membership.security(),
              membership.clock()::now,
              () -> Endpoints.of(surroundings.ownEndpoint()),
              engine.room().neighbours(engine.loop()));
      finder.start();
      return new LanPart(finder);
    } catch (IOException e) {
      context
          .notices()
          .raise(NO_LAN, "members in the same network are not looked for: " + e.getMessage());
      return new LanPart(null);
    }
  }

  @Override
  public String name() {
    return "LAN discovery";
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    if (finder != null) {
      finder.onNetworkChanged();
    }
  }

  @Override
  public void end() {
    if (finder != null) {
      finder.close();
    }
  }
}
