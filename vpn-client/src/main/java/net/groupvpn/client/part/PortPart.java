package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.enrol.OwnEndpoint;

/** The UDP port through which all other nodes are reached. */
public final class PortPart implements Part {
  private final BatchPort port;
  private final int number;

  private PortPart(BatchPort port, int number) {
    this.port = port;
    this.number = number;
  }

  /** Opens it. */
  public static PortPart open(ClientContext context) throws IOException {
    int number = context.config().underlay().port();
    return new PortPart(
        context.machine().openPort(number, context.config().tuning().offloads()), number);
  }

  BatchPort port() {
    return port;
  }

  @Override
  public String name() {
    return "UDP port";
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    port.onNetworkChanged();
  }

  @Override
  public void report(Status status) {
    status.fields().put("port", number);
  }

  @Override
  public void end() {
    port.close();
  }
}
