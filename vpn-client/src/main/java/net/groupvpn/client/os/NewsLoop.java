package net.groupvpn.client.os;

import java.io.IOException;
import net.groupvpn.client.device.NetworkEvents;
import org.slf4j.Logger;

/**
 * Looks at the machine whenever the system tells of changes, once for a burst of them. A look that
 * fails is made again, each second at first, then less and less often, and what is wrong is logged
 * once. Nothing that a look throws ends the loop. A thread of its own.
 */
public final class NewsLoop implements AutoCloseable {
  /** How long to wait for news before {@link Look#isDue} is asked. */
  public static final int WAIT_MILLIS = 1_000;

  /** After this many failures the pauses double, up to this many times: a look costs processes. */
  public static final int QUICK_TRIES = 10;

  private static final int MAX_DOUBLINGS = 6;

  /** Changes come in bursts: a device, its addresses, their routes; a firewall is loaded anew. */
  private static final int SETTLE_MILLIS = 50;

  private static final int MAX_SETTLES = 5;

  private final Logger log;
  private final String lost;
  private final NetworkEvents events;
  private final Look look;
  private final Thread thread;
  private String failure = "";
  private int failures;
  private int turnsToWait;
  private volatile boolean stopping;

  /** What is done. On the loop's thread. */
  public interface Look {
    /**
     * Before the first wait.
     *
     * @throws IOException as {@link #look}
     */
    default void begin() throws IOException {}

    /** Whether to look although nobody told of a change; asked after each wait. Does not block. */
    default boolean isDue() {
      return false;
    }

    /**
     * Looks, and does what follows; blocks.
     *
     * @throws IOException if it is to be done again; the message says for people what is wrong
     */
    void look() throws IOException;
  }

  /**
   * Does nothing yet.
   *
   * @param name of the thread
   * @param log where failures are told
   * @param lost what is no longer noticed if the system tells of no more changes, for people
   * @param events closed with this
   */
  public NewsLoop(String name, Logger log, String lost, NetworkEvents events, Look look) {
    this.log = log;
    this.lost = lost;
    this.events = events;
    this.look = look;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** Ends within a second; does not wait for that. */
  @Override
  public void close() {
    stopping = true;
  }

  private void run() {
    try {
      begin();
      while (!stopping) {
        turn();
      }
    } catch (IOException e) {
      log.warn("{}: {}", lost, e.getMessage());
    } finally {
      events.close();
    }
  }

  /** Before the first turn. */
  public void begin() {
    attempt(look::begin);
  }

  /**
   * Waits once, and looks if there is a reason.
   *
   * @throws IOException if no more news can come
   */
  public void turn() throws IOException {
    boolean news = events.await(WAIT_MILLIS);
    for (int i = 0; news && i < MAX_SETTLES && events.await(SETTLE_MILLIS); i++) {
      log.trace("more news");
    }
    turnsToWait--;
    boolean isDue = look.isDue();
    boolean isReason = failures > 0 ? turnsToWait <= 0 : isDue;
    if (!stopping && (news || isReason)) {
      attempt(look::look);
    }
  }

  private interface Attempt {
    void make() throws IOException;
  }

  private void attempt(Attempt attempt) {
    try {
      attempt.make();
      failure = "";
      failures = 0;
    } catch (IOException e) {
      onFailure(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      onFailure("the machine cannot be looked at, trying again: " + e);
    }
  }

  private void onFailure(String message) {
    if (!stopping && !message.equals(failure)) {
      log.warn("{}", message);
    }
    failure = message;
    failures++;
    turnsToWait = 1 << Math.min(Math.max(failures - QUICK_TRIES, 0), MAX_DOUBLINGS);
  }
}
