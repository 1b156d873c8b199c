package net.groupvpn.overlay.virtual;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OutputSink;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * One simulated machine: drives the engine by the same calls as a real machine's loop. Costly work
 * runs at once and takes no virtual time.
 */
public final class SimulatedHost {
  private final Kernel kernel;
  private final int number;
  private Endpoint endpoint;
  private final SplittableRandom random;
  private final SplittableRandom networkRandom;
  private @Nullable EngineCore core;
  private Consumer<Output> observer = output -> {};
  private long wakeNanos = Long.MAX_VALUE;
  private int hops;
  private long sentBytes;
  private long sentDatagrams;
  private long sentStreamFrames;
  private int starts;
  private @Nullable SidePorts sides;

  SimulatedHost(Kernel kernel, int number, Endpoint endpoint, SplittableRandom random) {
    this.kernel = kernel;
    this.number = number;
    this.endpoint = endpoint;
    this.networkRandom = random.split();
    this.random = random;
  }

  /** Makes an engine; it may act at once. */
  public interface CoreFactory {
    EngineCore create(SimulatedHost host);
  }

  /** The host's number, from 0. */
  public int number() {
    return number;
  }

  /** Its own address and port; a NAT box may show another to the world. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The host's address with that port. */
  Endpoint endpointOf(int port) {
    return port == endpoint.port() ? endpoint : new Endpoint(endpoint.address(), port);
  }

  /** Whether the host has an open UDP port with that number. */
  boolean listensAt(Endpoint inside) {
    return inside.equals(endpoint)
        || (sides != null
            && sides.isOpen(inside.port())
            && inside.address().equals(endpoint.address()));
  }

  /** Whether datagrams to {@code peer} leave on a port that the birthday approach found. */
  public boolean hasSideWayTo(Endpoint peer) {
    return portTo(peer) != endpoint.port();
  }

  private int portTo(Endpoint peer) {
    int own = endpoint.port();
    return sides == null ? own : sides.portTo(peer, own, kernel.nanos());
  }

  void setEndpoint(Endpoint other) {
    endpoint = other;
  }

  /** The random stream of this host's engine. */
  public RandomGenerator random() {
    return random;
  }

  /** The random stream for what happens to this host's datagrams. */
  public RandomGenerator networkRandom() {
    return networkRandom;
  }

  /** The virtual time. */
  public Now now() {
    return kernel.now();
  }

  /** The kernel that it is part of. */
  public Kernel kernel() {
    return kernel;
  }

  /** Whether an engine runs on it. */
  public boolean isUp() {
    return core != null;
  }

  /** Bytes of UDP payload sent so far, by all engines that ran here. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Datagrams sent so far. */
  public long sentDatagrams() {
    return sentDatagrams;
  }

  /** Frames sent on TCP connections so far. */
  public long sentStreamFrames() {
    return sentStreamFrames;
  }

  /** How many engines were started here. */
  int starts() {
    return starts;
  }

  /**
   * How many links the message being handled has crossed: 0 in a command or when a timer fires; for
   * a datagram, one more than in the sending host's input.
   */
  public int hops() {
    return hops;
  }

  /**
   * What is sent from here on, while one input is handled, counts its links from 0. Otherwise an
   * immediate answer would continue the count of the request.
   */
  public void beginMessage() {
    hops = 0;
  }

  /** Passes every output except datagrams, streams and work to {@code consumer}. */
  public void observe(Consumer<Output> consumer) {
    observer = consumer;
  }

  /** Starts an engine here; one that ran before disappears without notice. */
  public void start(CoreFactory factory) {
    hops = 0;
    starts++;
    sides = null;
    core = factory.create(this);
    drain();
  }

  /** Removes the engine without notice, like a power cut. */
  public void stop() {
    core = null;
    wakeNanos = Long.MAX_VALUE;
  }

  /** Runs a command on the engine, and handles its outputs; does nothing if there is no engine. */
  public void command(Runnable command) {
    if (core != null) {
      hops = 0;
      core.enter(kernel.now());
      command.run();
      drain();
    }
  }

  void onDatagram(int port, Endpoint from, byte[] datagram, int itsHops) {
    if (core != null && hears(port, from)) {
      hops = itsHops;
      core.onDatagram(kernel.now(), from, datagram);
      drain();
    }
  }

  private boolean hears(int port, Endpoint from) {
    return port == endpoint.port() || (sides != null && sides.hear(port, from, kernel.nanos()));
  }

  void onStreamFrame(Endpoint from, byte[] frame, int itsHops) {
    if (core != null) {
      hops = itsHops;
      core.onStreamFrame(kernel.now(), from, frame);
      drain();
    }
  }

  void onStreamClosed(Endpoint peer) {
    if (core != null) {
      hops = 0;
      core.onStreamClosed(kernel.now(), peer);
      drain();
    }
  }

  /** An alarm that is earlier than the engine now needs only sets another. */
  void onAlarm(long nanos) {
    if (core == null || nanos != wakeNanos) {
      return;
    }
    wakeNanos = Long.MAX_VALUE;
    if (core.nextTimeoutNanos() <= nanos) {
      hops = 0;
      core.onTimeout(kernel.now());
      drain();
    } else {
      setAlarm(core);
    }
  }

  private void transmit(int port, Endpoint to, byte[] datagram) {
    sentBytes += datagram.length;
    sentDatagrams++;
    kernel.network().carry(this, port, to, datagram);
  }

  private int openSide(Endpoint peer) {
    SidePorts all = sides == null ? new SidePorts() : sides;
    sides = all;
    return all.open(peer, kernel.nanos());
  }

  private void drain() {
    EngineCore running = core;
    if (running == null) {
      return;
    }
    Effects effects = new Effects(running);
    for (Output output = running.pollOutput(); output != null; output = running.pollOutput()) {
      output.handTo(effects);
    }
    setAlarm(running);
  }

  /** What this machine does itself; the observer gets everything else. */
  private final class Effects implements OutputSink {
    private final EngineCore running;

    Effects(EngineCore running) {
      this.running = running;
    }

    @Override
    public void onTransmit(Output.Transmit transmit) {
      transmit(portTo(transmit.to()), transmit.to(), transmit.datagram());
    }

    @Override
    public void onScatter(Output.Scatter scatter) {
      for (byte[] datagram : scatter.datagrams()) {
        int port = openSide(scatter.to());
        if (port != SidePorts.NONE) {
          transmit(port, scatter.to(), datagram);
        }
      }
    }

    @Override
    public void onTransmitStream(Output.TransmitStream stream) {
      sentStreamFrames++;
      kernel.network().carryStream(SimulatedHost.this, stream.to(), stream.frame());
    }

    @Override
    public void onTransmitElsewhere(Output.TransmitElsewhere elsewhere) {
      observer.accept(elsewhere);
    }

    @Override
    public void onTransmitPublic(Output.TransmitPublic carried) {
      observer.accept(carried);
    }

    @Override
    public void onDoWork(Output.DoWork doWork) {
      Work<?> work = doWork.work();
      work.run();
      running.onWorkDone(kernel.now(), work);
    }

    @Override
    public void onDeliverData(Output.DeliverData data) {
      observer.accept(data);
    }

    @Override
    public void onPublish(Output.Publish publish) {
      observer.accept(publish);
    }

    @Override
    public void onWithdraw(Output.Withdraw withdraw) {
      observer.accept(withdraw);
    }

    @Override
    public void onNotify(Output.Notify told) {
      observer.accept(told);
    }
  }

  private void setAlarm(EngineCore running) {
    long next = Math.max(running.nextTimeoutNanos(), kernel.nanos());
    if (next < wakeNanos) {
      wakeNanos = next;
      kernel.scheduleAlarm(this, next);
    }
  }
}
