package net.groupvpn.client.part;

import java.util.Locale;
import net.groupvpn.client.device.ServiceSocket;
import org.jspecify.annotations.Nullable;

/** Tells systemd the service's state (sd_notify(3)), if systemd asked for it. */
public final class ServiceNotifier {
  private final @Nullable String socket;

  private ServiceNotifier(@Nullable String socket) {
    this.socket = socket;
  }

  public static ServiceNotifier ofEnvironment() {
    return new ServiceNotifier(System.getenv("NOTIFY_SOCKET"));
  }

  /** The service has started. */
  public void ready() {
    send("READY=1");
  }

  /** A line for {@code systemctl status}. */
  public void status(String text) {
    send(String.format(Locale.ROOT, "STATUS=%s", text));
  }

  private void send(String message) {
    if (socket != null) {
      ServiceSocket.send(socket, message);
    }
  }
}
