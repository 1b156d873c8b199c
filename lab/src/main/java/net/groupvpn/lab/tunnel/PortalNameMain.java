package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import net.groupvpn.client.device.SocketMark;
import net.groupvpn.client.enrol.PortalNames;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.tunnel.TunnelSettings;

/** Looks a portal's name up as a client in full tunnel does, and prints its first address. */
public final class PortalNameMain {
  private PortalNameMain() {}

  /** The arguments are a state directory and the name. */
  public static void main(String[] arguments) throws IOException {
    try (StateStore store = StateStore.open(Path.of(arguments[0]))) {
      SocketMark mark = new SocketMark(TunnelSettings.DEFAULT.mark());
      PortalNames names = PortalNames.ofMachine(store, () -> true, mark, Set.of());
      InetAddress found = names.find(arguments[1])[0];
      System.out.println(found.getHostAddress());
    }
  }
}
