package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.machine.NetworkWatch;
import org.jspecify.annotations.Nullable;

/** Tells all parts when this machine's networks change. */
public final class NetworkWatchPart implements Part {
  private static final String NO_WATCH = "no_network_watch";

  private final @Nullable NetworkWatch watch;

  private NetworkWatchPart(@Nullable NetworkWatch watch) {
    this.watch = watch;
  }

  /** Does nothing where the system does not report changes. */
  public static NetworkWatchPart start(ClientContext context, Parts parts) {
    try {
      NetworkWatch watch = context.surroundings().watch(parts);
      watch.start();
      return new NetworkWatchPart(watch);
    } catch (IOException e) {
      context.notices().raise(NO_WATCH, "changed addresses are noticed late: " + e.getMessage());
      return new NetworkWatchPart(null);
    }
  }

  @Override
  public String name() {
    return "network watch";
  }

  @Override
  public void end() {
    if (watch != null) {
      watch.close();
    }
  }
}
