package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.machine.NetworkWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all parts when this machine's networks change. */
public final class NetworkWatchPart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkWatchPart.class);

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
      LOG.warn("changed addresses are noticed late: {}", e.getMessage());
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
