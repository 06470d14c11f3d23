package org.beeyard.people;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Who sends the request at hand; pages ask it by the name {@code caller}. */
@Named("caller")
@RequestScoped
public class CurrentCaller {

    private Caller caller = new Caller.Nobody(false);

    public void is(Caller caller) {
        this.caller = caller;
    }

    public Caller get() {
        return caller;
    }

    public Actor actor() {
        return caller.actor();
    }

    public boolean may(Right right) {
        return caller.rights().contains(right);
    }

    /** Of somebody who has signed in; empty otherwise. */
    public String name() {
        return caller.who().map(Person::name).orElse("");
    }

    public boolean acts() {
        return may(Right.ACT);
    }

    public boolean operates() {
        return may(Right.OPERATE);
    }
}
