package org.beeyard.check;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;

/** {@code POST /api/v1/publications/ID/retry}: says it once more, now. */
@Path("/api/v1/publications")
@Blocking
class PublicationResource {

    private final EntityManager database;
    private final Clock clock;

    PublicationResource(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @POST
    @Path("{id}/retry")
    public Response retry(@PathParam("id") long id, @Context UriInfo uri) {
        int found = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                                update publication set status = 'WAITING', tries = 0, not_before = ?2, revision = revision + 1
                                 where id = ?1 and status in ('DEAD', 'WAITING')
                                """)
                        .setParameter(1, id)
                        .setParameter(2, clock.instant())
                        .executeUpdate());
        if (found == 0) {
            throw new NotFoundException();
        }
        return Response.seeOther(uri.getBaseUri().resolve("/farm")).build();
    }
}
