package net.groupvpn.client.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.groupvpn.client.control.ControlServer;
import net.groupvpn.client.part.ClientContext;
import net.groupvpn.client.part.Part;
import net.groupvpn.client.part.StatePart;
import net.groupvpn.client.request.Requests;

/** Answers requests to the running client. */
final class ControlPart implements Part {
  private final ControlServer control;

  private ControlPart(ControlServer control) {
    this.control = control;
  }

  static ControlPart start(ClientContext context, StatePart state, Requests requests)
      throws IOException {
    Path run = context.directories().run();
    Files.createDirectories(run);
    ControlServer control =
        ControlServer.start(context.directories().socket(context.config().name()), requests);
    state.endWith(control::removeSocket);
    return new ControlPart(control);
  }

  @Override
  public String name() {
    return "control socket";
  }

  @Override
  public void end() throws IOException {
    control.close();
  }
}
