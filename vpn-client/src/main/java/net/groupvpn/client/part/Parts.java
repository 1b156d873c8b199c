package net.groupvpn.client.part;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.machine.NetworkWatch;
import net.groupvpn.client.os.MachineDevices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of a client, in the order in which they were started. News reaches them in this
 * order; they end in reverse. Any thread.
 */
public final class Parts implements NetworkWatch.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final List<Part> running = new CopyOnWriteArrayList<>();

  /** Adds a part that was just started. */
  public <P extends Part> P add(P part) {
    running.add(part);
    LOG.debug("started: {}", part.name());
    return part;
  }

  @Override
  public void onDevices(MachineDevices devices) {
    running.forEach(part -> part.onDevices(devices));
  }

  @Override
  public void onMoved(OwnEndpoint own) {
    running.forEach(part -> part.onMoved(own));
  }

  /** Makes each part report its state. */
  public void report(Status status) throws ControlException {
    for (Part part : running) {
      part.report(status);
    }
  }

  /** Ends them all; a failing one does not prevent the others from ending. */
  @Override
  public void close() {
    List<Part> last = new ArrayList<>(running);
    Collections.reverse(last);
    for (Part part : last) {
      LOG.debug("ending: {}", part.name());
      running.remove(part);
      try {
        part.end();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("while stopping, could not end the {}: {}", part.name(), e.toString());
      }
    }
  }
}
